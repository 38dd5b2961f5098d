package io.parley;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.conditions.ArchConditions.accessTargetWhere;
import static com.tngtech.archunit.lang.conditions.ArchConditions.dependOnClassesThat;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.CompositeArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import jakarta.json.bind.annotation.JsonbSubtype;
import jakarta.json.bind.annotation.JsonbTypeInfo;
import jakarta.servlet.ServletRequest;
import java.beans.XMLDecoder;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.lang.invoke.MethodHandles;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.Timer;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;

/**
 * The rules of the house. Each can be held against any tree of packages, so that {@link ArchitectureRuleTest} can show on
 * planted violations that it is able to fail.
 */
enum ArchitectureRule {
    LAYERS(ArchitectureRule::layers),
    PACKAGES_HAVE_A_LAYER(ArchitectureRule::packagesHaveALayer),
    PACKAGES_ARE_NULL_MARKED(root -> classes().should(have("a package that is @NullMarked", type -> type.getPackage()
            .isAnnotatedWith(NullMarked.class)))),
    /** The package {@code contract} tells what {@code packet} does with the application's types. */
    JSON_ONLY_IN_PACKET(root -> only(root, Set.of("packet", "contract"), "jakarta.json..")),
    MSGPACK_ONLY_IN_PACKET(root -> only(root, Set.of("packet"), "org.msgpack..")),
    HAZELCAST_ONLY_IN_HAZELCAST(root -> only(root, Set.of("hazelcast"), "com.hazelcast..")),
    MICROMETER_ONLY_IN_MICROMETER(root -> only(root, Set.of("micrometer"), "io.micrometer..")),
    OPENTELEMETRY_ONLY_IN_OPENTELEMETRY(root -> only(root, Set.of("opentelemetry"), "io.opentelemetry..")),
    HEALTH_ONLY_IN_HEALTH(root -> only(root, Set.of("health"), "org.eclipse.microprofile.health..")),
    CDI_AND_VALIDATION_ARE_OPTIONAL(root -> only(
            root,
            Set.of("endpoint", "cdi", "health"),
            "jakarta.enterprise.context..",
            "jakarta.enterprise.event..",
            "jakarta.enterprise.inject..",
            "jakarta.enterprise.util..",
            "jakarta.validation..")),
    CONCURRENCY_ONLY_IN_WEBAPP(root -> only(root, Set.of("webapp"), "jakarta.enterprise.concurrent..")),
    SERVLETS_ONLY_IN_TRANSPORT_AND_WEBAPP(
            root -> only(root, Set.of("transport", "webapp", "jetty"), "jakarta.servlet..", "jakarta.websocket..")),
    MICROPROFILE_JWT_ONLY_IN_TRANSPORT(root -> only(root, Set.of("transport"), "org.eclipse.microprofile.jwt..")),
    /** The packages {@code jetty}, {@code testkit} and {@code testing} are not in the WAR. */
    LIBRARIES_ARE_KNOWN(root -> classes()
            .that(not(resideInAnyPackage(pattern(root, "jetty"), pattern(root, "testkit"), pattern(root, "testing"))))
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    root + "..",
                    "java..",
                    "javax.crypto..",
                    "javax.management..",
                    "javax.naming..",
                    "jakarta..",
                    "com.hazelcast..",
                    "io.micrometer..",
                    "io.opentelemetry..",
                    "org.eclipse.microprofile..",
                    "org.msgpack..",
                    "org.jspecify..")
            .because("the same WAR runs on every container, and each library more can clash with one of theirs")),
    TESTKIT_KNOWS_ONLY_JUNIT(root -> classes()
            .that(resideInAnyPackage(pattern(root, "testkit"), pattern(root, "testing")))
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    root + "..",
                    "java..",
                    "org.jspecify..",
                    "org.junit.jupiter.api..",
                    "org.junit.platform.commons.support..")
            .because("whoever tests with it chooses all other libraries")),
    WORLD_COMES_IN_THROUGH_WEBAPP(ArchitectureRule::worldComesInThroughWebapp),
    SECURE_RANDOM_ONLY_MAKES_IDS(root -> noClasses()
            .that()
            .doNotHaveFullyQualifiedName(root + ".kernel.IdGenerator")
            .should(dependOnClassesThat(assignableTo(SecureRandom.class)))),
    NO_JAVA_SERIALIZATION(root -> noClasses()
            .should(dependOnClassesThat(belongToAnyOf(ObjectInputStream.class, ObjectOutputStream.class)))
            .because("a peer's bytes must never decide which classes are made")),
    /** The tool is run by who builds an application, on its classes. */
    NO_CLASSES_BY_NAME(root -> noClasses()
            .that()
            .doNotHaveFullyQualifiedName(root + ".contract.ContractTool")
            .should(use(Class.class, "forName"))
            .orShould(use(ClassLoader.class, "loadClass"))
            .orShould(use(MethodHandles.Lookup.class, "findClass"))
            .orShould(dependOnClassesThat(belongToAnyOf(JsonbTypeInfo.class, JsonbSubtype.class, XMLDecoder.class)))
            .because("what a peer writes must never decide which classes are made")),
    NO_CONSOLE(root -> noClasses()
            .should()
            .accessField(System.class, "out")
            .orShould()
            .accessField(System.class, "err")
            .orShould(use(Throwable.class, "printStackTrace"))
            .because("an operator reads the log")),
    NO_REQUEST_PARAMETERS(root -> noClasses()
            .should(use(
                    ServletRequest.class, "getParameter", "getParameterMap", "getParameterNames", "getParameterValues"))
            .because("it eats the body of a POST; QueryString reads the query")),
    NAMES_SAY_SOMETHING(ArchitectureRule::namesSaySomething),
    CLASSES_ARE_FINAL(root -> classes()
            .should(have(
                    "no unknown subclasses: final, sealed, an interface, a record or an enum",
                    type -> type.isInterface()
                            || type.isEnum()
                            || type.isAnonymousClass()
                            || type.getModifiers().contains(JavaModifier.FINAL)
                            || type.reflect().isSealed())));

    /** Package to the packages it may use; the empty name is the root, which is the API. */
    private static final Map<String, Set<String>> USES = Map.ofEntries(
            Map.entry("kernel", Set.of()),
            Map.entry("engine", Set.of("kernel")),
            Map.entry("packet", Set.of("kernel")),
            Map.entry("cluster", Set.of("kernel")),
            Map.entry("adapter", Set.of("packet", "cluster", "kernel")),
            Map.entry("hazelcast", Set.of("cluster", "kernel")),
            Map.entry("transport", Set.of("engine", "cluster", "kernel")),
            Map.entry("jetty", Set.of("transport", "engine", "kernel")),
            Map.entry("", Set.of("adapter", "engine", "packet", "kernel")),
            Map.entry(
                    "webapp",
                    Set.of(
                            "",
                            "contract",
                            "endpoint",
                            "health",
                            "micrometer",
                            "opentelemetry",
                            "metrics",
                            "cdi",
                            "transport",
                            "hazelcast",
                            "adapter",
                            "cluster",
                            "engine",
                            "packet",
                            "kernel")),
            Map.entry("metrics", Set.of("", "engine", "kernel")),
            Map.entry("micrometer", Set.of("", "metrics")),
            Map.entry("opentelemetry", Set.of("", "metrics")),
            Map.entry("health", Set.of("")),
            Map.entry("emitter", Set.of("webapp", "hazelcast", "adapter", "cluster", "packet", "kernel")),
            Map.entry("endpoint", Set.of("", "packet")),
            Map.entry("cdi", Set.of("", "endpoint")),
            Map.entry("contract", Set.of("endpoint", "kernel")),
            Map.entry("testing", Set.of("cluster", "kernel")),
            Map.entry("testkit", Set.of("endpoint", "", "testing", "adapter", "engine", "packet", "kernel")),
            Map.entry("chat", Set.of("")));

    private static final Pattern FILLING =
            Pattern.compile(".*(Impl|Manager|Helper|Utils?|Base|Data|Info)|(Abstract|Default|Real)[A-Z0-9].*");

    private final Function<String, ArchRule> rule;

    ArchitectureRule(Function<String, ArchRule> rule) {
        this.rule = rule;
    }

    /** The rule for the classes of a root package and of those below it. */
    ArchRule under(String root) {
        return rule.apply(root);
    }

    private static ArchRule layers(String root) {
        return CompositeArchRule.of(USES.keySet().stream()
                .sorted()
                .map(layer -> layer(root, layer, USES.get(layer)))
                .toList());
    }

    private static ArchRule layer(String root, String layer, Set<String> uses) {
        var allowed = Stream.concat(Stream.of(layer), uses.stream())
                .map(name -> pattern(root, name))
                .toArray(String[]::new);
        return noClasses()
                .that(resideInAPackage(pattern(root, layer)))
                .should(dependOnClassesThat(resideInAPackage(root + "..").and(not(resideInAnyPackage(allowed)))));
    }

    private static ArchRule packagesHaveALayer(String root) {
        var known = USES.keySet().stream().map(layer -> pattern(root, layer)).toArray(String[]::new);
        return classes().should().resideInAnyPackage(known);
    }

    private static ArchRule only(String root, Set<String> packages, String... library) {
        var allowed = packages.stream().map(name -> pattern(root, name)).toArray(String[]::new);
        return noClasses()
                .that(not(resideInAnyPackage(allowed)))
                .should(dependOnClassesThat(resideInAnyPackage(library)));
    }

    /** An application is free to choose its own clock where it starts, and hands it down from there like we do. */
    private static ArchRule worldComesInThroughWebapp(String root) {
        return noClasses()
                .that(not(resideInAnyPackage(pattern(root, "webapp"), pattern(root, "testing")))
                        .and(not(assignableTo(root + ".SocketIoApplication"))))
                .should(use(System.class, "nanoTime", "currentTimeMillis"))
                .orShould(accessTargetWhere(describe(
                        "the time of day",
                        access -> access.getTargetOwner().getPackageName().startsWith("java.time")
                                && (access.getName().equals("now")
                                        || access.getName().startsWith("system")))))
                .orShould(use(Thread.class, "<init>", "sleep", "onSpinWait"))
                .orShould(use(TimeUnit.class, "sleep"))
                .orShould(use(UUID.class, "randomUUID"))
                .orShould(use(Math.class, "random"))
                .orShould(dependOnClassesThat(belongToAnyOf(
                        Random.class,
                        ThreadLocalRandom.class,
                        Timer.class,
                        Executors.class,
                        ThreadPoolExecutor.class,
                        ForkJoinPool.class)))
                .because("time, chance and threads come in through kernel.Environment");
    }

    private static ArchRule namesSaySomething(String root) {
        return classes().should(have("a name without filling words", type -> !FILLING.matcher(type.getSimpleName())
                .matches()));
    }

    private static String pattern(String root, String layer) {
        return layer.isEmpty() ? root : root + "." + layer + "..";
    }

    /** Calls of these methods or references to them; also where a subclass is named as their owner. */
    private static ArchCondition<JavaClass> use(Class<?> owner, String... names) {
        DescribedPredicate<JavaAccess<?>> target = describe(
                owner.getSimpleName() + List.of(names),
                access -> access.getTargetOwner().isAssignableTo(owner)
                        && List.of(names).contains(access.getName()));
        return accessTargetWhere(target);
    }

    private static ArchCondition<JavaClass> have(String description, Predicate<JavaClass> wanted) {
        return new ArchCondition<>("have " + description) {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                if (!wanted.test(type)) {
                    events.add(SimpleConditionEvent.violated(type, type.getDescription() + " has not"));
                }
            }
        };
    }
}
