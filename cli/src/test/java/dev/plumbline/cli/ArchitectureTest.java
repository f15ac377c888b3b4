package dev.plumbline.cli;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The arrows between the packages; those between the modules are kept by Maven. Each rule is held against the program, and
 * against the classes named {@code Offender} among these tests, which break every one of them: a rule that cannot fail shows.
 */
class ArchitectureTest {
    private static final JavaClasses PROGRAM = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.plumbline");
    private static final JavaClasses OFFENDERS = new ClassFileImporter()
            .withImportOption(new ImportOption.OnlyIncludeTests())
            .importPackages("dev.plumbline")
            .that(DescribedPredicate.describe(
                    "offend", offender -> offender.getSimpleName().equals("Offender")));

    /** By the offender that breaks the rule. */
    private static final Map<String, ArchRule> RULES = new LinkedHashMap<>();

    static {
        RULES.put("calibration", mayUseOf("calibration"));
        RULES.put("files", mayUseOf("files", "calibration"));
        RULES.put("monitor", mayUseOf("monitor", "files", "calibration"));
        RULES.put("learning", mayUseOf("learning", "monitor", "files", "calibration"));
        RULES.put("store", mayUseOf("store", "monitor", "learning", "calibration", "files"));
        RULES.put(
                "server",
                noClasses()
                        .that()
                        .resideInAPackage("dev.plumbline.server..")
                        .should()
                        .dependOnClassesThat()
                        .resideInAPackage("dev.plumbline.cli.."));
        RULES.put(
                "cli",
                noClasses()
                        .that(resideInAPackage("dev.plumbline.cli..").and(not(startsTheServer())))
                        .should()
                        .dependOnClassesThat()
                        .resideInAPackage("dev.plumbline.server..")
                        .because("only serve and demo may load Spring"));
        RULES.put(
                "learning.sql",
                noClasses()
                        .that()
                        .resideOutsideOfPackages("dev.plumbline.store..", "dev.plumbline.files.parquet..")
                        .should()
                        .dependOnClassesThat(resideInAPackage("java.sql.."))
                        .because("SQL lives in the store, and where DuckDB reads Parquet"));
        RULES.put(
                "files.duckdb",
                noClasses()
                        .that()
                        .resideOutsideOfPackage("dev.plumbline.files.parquet..")
                        .should()
                        .dependOnClassesThat()
                        .resideInAPackage("org.duckdb..")
                        .because("its library is large and loaded only for a Parquet file"));
        RULES.put(
                "monitor.spring",
                noClasses()
                        .that()
                        .resideOutsideOfPackages("dev.plumbline.server..", "dev.plumbline.store..")
                        .should()
                        .dependOnClassesThat()
                        .resideInAPackage("org.springframework..")
                        .because("only the server is built on Spring"));
        RULES.put(
                "store.spring",
                noClasses()
                        .that()
                        .resideInAPackage("dev.plumbline.store..")
                        .should()
                        .dependOnClassesThat(resideInAPackage("org.springframework..")
                                .and(not(resideInAPackage("org.springframework.jdbc.."))))
                        .because("of Spring the store may use its JDBC only"));
        for (String name : new String[] {"common", "util", "impl", "dto", "mapper"}) {
            RULES.put(
                    "calibration." + name,
                    noClasses()
                            .should()
                            .resideInAPackage("dev.plumbline.." + name + "..")
                            .because("a package is named for what it is about"));
        }
    }

    @ParameterizedTest
    @MethodSource("names")
    void program_keepsTheRule(String name) {
        RULES.get(name).allowEmptyShould(true).check(PROGRAM);
    }

    @ParameterizedTest
    @MethodSource("names")
    void offender_breaksTheRule(String name) {
        var result = RULES.get(name).evaluate(OFFENDERS);

        assertThat(result.getFailureReport().getDetails())
                .anyMatch(line -> line.contains("<dev.plumbline." + name + ".Offender"));
    }

    @Test
    void program_isFound() {
        assertThat(PROGRAM.contain(Main.class)).isTrue();
        assertThat(PROGRAM.stream().map(JavaClass::getSimpleName)).doesNotContain("Offender");
    }

    private static Stream<String> names() {
        return RULES.keySet().stream();
    }

    /** Of Plumbline's own packages, {@code module} uses none but these. */
    private static ArchRule mayUseOf(String module, String... others) {
        String[] allowed = Stream.concat(Stream.of(module), Stream.of(others))
                .map(name -> "dev.plumbline." + name + "..")
                .toArray(String[]::new);
        return classes()
                .that()
                .resideInAPackage("dev.plumbline." + module + "..")
                .should()
                .onlyDependOnClassesThat(
                        not(resideInAPackage("dev.plumbline..")).or(resideInAnyPackage(allowed)));
    }

    /** Also the classes nested in them. */
    private static DescribedPredicate<JavaClass> startsTheServer() {
        return DescribedPredicate.describe(
                "start the server",
                candidate -> Stream.of(ServeCommand.class, DemoCommand.class)
                        .anyMatch(allowed -> candidate.getName().equals(allowed.getName())
                                || candidate.getName().startsWith(allowed.getName() + "$")));
    }
}
