package io.parley;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import io.parley.planted.Planted;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each rule finds the violations that are planted below {@link Planted}, and nothing else. */
class ArchitectureRuleTest {
    private static final String ROOT = Planted.class.getPackageName();
    private static final JavaClasses CLASSES = new ClassFileImporter().importPackages(ROOT);
    private static final Pattern CLASS =
            Pattern.compile("<" + Pattern.quote(ROOT) + "\\.(?:[a-z]+\\.)*(?:\\w+\\$)*([A-Z]\\w*)");

    private static final Map<ArchitectureRule, Set<String>> VIOLATORS = Map.ofEntries(
            Map.entry(
                    ArchitectureRule.LAYERS,
                    Set.of(
                            "Upward",
                            "Sideways",
                            "Overhead",
                            "Skipping",
                            "Greedy",
                            "OverTheApi",
                            "PastTheApi",
                            "PastTheFigures",
                            "PastTheEndpoints",
                            "KnowsTheKit",
                            "OpensDoors")),
            Map.entry(ArchitectureRule.PACKAGES_HAVE_A_LAYER, Set.of("Homeless")),
            Map.entry(ArchitectureRule.PACKAGES_ARE_NULL_MARKED, Set.of("Unmarked", "Homeless")),
            Map.entry(ArchitectureRule.JSON_ONLY_IN_PACKET, Set.of("WritesJson", "BindsJson")),
            Map.entry(ArchitectureRule.MSGPACK_ONLY_IN_PACKET, Set.of("PacksMessages")),
            Map.entry(ArchitectureRule.HAZELCAST_ONLY_IN_HAZELCAST, Set.of("JoinsByItself")),
            Map.entry(ArchitectureRule.MICROMETER_ONLY_IN_MICROMETER, Set.of("CountsByItself")),
            Map.entry(ArchitectureRule.OPENTELEMETRY_ONLY_IN_OPENTELEMETRY, Set.of("TracesByItself")),
            Map.entry(ArchitectureRule.HEALTH_ONLY_IN_HEALTH, Set.of("FeelsByItself")),
            Map.entry(ArchitectureRule.CDI_AND_VALIDATION_ARE_OPTIONAL, Set.of("AsksForBeans")),
            Map.entry(ArchitectureRule.CONCURRENCY_ONLY_IN_WEBAPP, Set.of("TakesThreads")),
            Map.entry(ArchitectureRule.SERVLETS_ONLY_IN_TRANSPORT_AND_WEBAPP, Set.of("ServesHttp", "OpensWebSocket")),
            Map.entry(ArchitectureRule.MICROPROFILE_JWT_ONLY_IN_TRANSPORT, Set.of("ReadsTokens")),
            Map.entry(ArchitectureRule.LIBRARIES_ARE_KNOWN, Set.of("AsksJetty", "AsksTomcat")),
            Map.entry(ArchitectureRule.TESTKIT_KNOWS_ONLY_JUNIT, Set.of("Asserts")),
            Map.entry(
                    ArchitectureRule.WORLD_COMES_IN_THROUGH_WEBAPP,
                    Set.of(
                            "Nanos",
                            "Millis",
                            "Now",
                            "Wall",
                            "Guest",
                            "Sleeps",
                            "StartsThread",
                            "IsThread",
                            "Dice",
                            "LocalDice",
                            "RandomName",
                            "Pool",
                            "Alarm")),
            Map.entry(ArchitectureRule.SECURE_RANDOM_ONLY_MAKES_IDS, Set.of("MakesSecrets")),
            Map.entry(ArchitectureRule.NO_JAVA_SERIALIZATION, Set.of("Deserializes")),
            Map.entry(ArchitectureRule.NO_CLASSES_BY_NAME, Set.of("Looks", "Loads", "Tells", "Decodes")),
            Map.entry(ArchitectureRule.NO_CONSOLE, Set.of("Prints", "Complains", "Traces")),
            Map.entry(ArchitectureRule.NO_REQUEST_PARAMETERS, Set.of("ReadsParameter")),
            Map.entry(
                    ArchitectureRule.NAMES_SAY_SOMETHING,
                    Set.of(
                            "PlantedImpl",
                            "PlantedManager",
                            "PlantedHelper",
                            "PlantedUtil",
                            "PlantedUtils",
                            "PlantedBase",
                            "PlantedData",
                            "PlantedInfo",
                            "AbstractPlanted",
                            "DefaultPlanted",
                            "RealPlanted")),
            Map.entry(ArchitectureRule.CLASSES_ARE_FINAL, Set.of("Open", "HalfOpen")));

    @ParameterizedTest
    @EnumSource
    void under_plantedViolations_findsThemAndNothingElse(ArchitectureRule rule) {
        var found = new TreeSet<String>();
        for (var violation :
                rule.under(ROOT).evaluate(CLASSES).getFailureReport().getDetails()) {
            var violator = CLASS.matcher(violation);
            assertThat(violator.find()).as(violation).isTrue();
            found.add(violator.group(1));
        }

        assertThat(found).containsExactlyInAnyOrderElementsOf(VIOLATORS.getOrDefault(rule, Set.of()));
    }

    @Test
    void everyRule_hasAPlantedViolation() {
        assertThat(VIOLATORS).containsOnlyKeys(Arrays.asList(ArchitectureRule.values()));
    }
}
