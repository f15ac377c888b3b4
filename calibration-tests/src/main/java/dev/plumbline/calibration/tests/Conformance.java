package dev.plumbline.calibration.tests;

import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/**
 * The conformance kit for calibrators. In a test class:
 *
 * <pre>{@code
 * @TestFactory
 * Stream<DynamicTest> conforms() {
 *     return Conformance.tests(Subject.of("my isotonic", MyIsotonic::fit).claiming(ConformanceCheck.CONSTANT_BEYOND_DATA));
 * }
 * }</pre>
 */
public final class Conformance {

    private Conformance() {}

    /**
     * One test per claim.
     *
     * @param subject what is tested
     * @return tests named by the check
     */
    public static Stream<DynamicTest> tests(Subject subject) {
        return subject.claims().stream()
                .map(check -> DynamicTest.dynamicTest(subject.name() + ": " + check, () -> check.run(subject)));
    }
}
