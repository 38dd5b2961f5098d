package io.parley.it;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A test that runs with each client by each transport, and becomes a line of the {@link ClientTable}. */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@ParameterizedTest(name = "{0}" + ForEachClient.BY + "{1}")
@MethodSource("clients")
@interface ForEachClient {
    /** What stands between client and transports in the name of a run. */
    String BY = " by ";
}
