package dev.plumbline.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;

/** {@code docs/contract.md} cannot rot: what it names exists, and it quotes the whole contract. */
class ContractPageTest {
    private static final Path ROOT = Path.of("..");
    private static final Pattern CODE = Pattern.compile("`([^`]+)`");

    private record Row(String sentence, String classes, String tests) {}

    private static List<Row> rows() throws IOException {
        List<Row> rows = new ArrayList<>();
        for (String line : Files.readAllLines(ROOT.resolve("docs/contract.md"))) {
            if (line.startsWith("| ") && !line.startsWith("| sentence |")) {
                String[] cells = line.replace("\\|", "\u0000").split("\\|", -1);
                assertThat(cells).as(line).hasSize(6);
                rows.add(new Row(cells[1].replace('\u0000', '|').strip(), cells[2], cells[3]));
            }
        }
        return rows;
    }

    private static List<String> names(String cell) {
        return CODE.matcher(cell).results().map(match -> match.group(1)).toList();
    }

    private static Set<String> mainClasses() throws IOException {
        try (Stream<Path> modules = Files.list(ROOT)) {
            List<Path> sources = modules.map(module -> module.resolve("src/main/java"))
                    .filter(Files::isDirectory)
                    .toList();
            List<String> names = new ArrayList<>();
            for (Path source : sources) {
                try (Stream<Path> files = Files.walk(source)) {
                    files.map(file -> file.getFileName().toString())
                            .filter(name -> name.endsWith(".java"))
                            .forEach(name -> names.add(name.substring(0, name.length() - ".java".length())));
                }
            }
            return Set.copyOf(names);
        }
    }

    private static boolean isTest(String name) {
        String[] parts = name.split("#", -1);
        return parts.length == 2 && tests(parts[0]).contains(parts[1]);
    }

    private static List<String> tests(String type) {
        try {
            return Arrays.stream(Class.forName(ContractPageTest.class.getPackageName() + "." + type)
                            .getDeclaredMethods())
                    .filter(method -> method.isAnnotationPresent(Test.class)
                            || method.isAnnotationPresent(ParameterizedTest.class))
                    .map(Method::getName)
                    .toList();
        } catch (ClassNotFoundException e) {
            return List.of();
        }
    }

    @Test
    void everySentence_hasAClassAndATest_thatExist() throws IOException {
        Set<String> classes = mainClasses();
        assertThat(rows()).hasSizeGreaterThan(35);
        for (Row row : rows()) {
            assertThat(names(row.classes())).as(row.sentence()).isNotEmpty().allMatch(classes::contains);
            assertThat(names(row.tests())).as(row.sentence()).isNotEmpty().allMatch(ContractPageTest::isTest);
        }
    }

    /** Letters and digits only, so that line breaks and emphasis do not count. */
    private static List<String> words(String text) {
        return Arrays.stream(text.toLowerCase(Locale.ROOT).split("[^a-z0-9]+"))
                .filter(word -> !word.isEmpty())
                .toList();
    }

    @Test
    void everySentenceOfTheContract_isQuoted_inItsOrder() throws IOException {
        Path product = ContractTraining.shared("design/product.md");
        assumeTrue(product != null, "shared/design/product.md is not at hand");
        String text = Files.readString(product);
        String section = text.substring(text.indexOf("## 1."), text.indexOf("## 2."))
                .lines()
                .filter(line -> !line.startsWith("#") && !line.startsWith("```"))
                .map(line -> line.replaceFirst("^[0-9]\\. ", ""))
                .collect(Collectors.joining("\n"));
        String contract = " " + String.join(" ", words(section)) + " ";

        int at = 0;
        for (Row row : rows()) {
            boolean first = true;
            for (String part : row.sentence().split("…", -1)) {
                String quoted = " " + String.join(" ", words(part)) + " ";
                int found = contract.indexOf(quoted, at);
                assertThat(found).as("in the contract, in order: %s", part).isNotNegative();
                assertThat(first ? contract.substring(at, found).strip() : "")
                        .as("not quoted, before: %s", part)
                        .isEmpty();
                at = found + quoted.length() - 1;
                first = false;
            }
        }
        assertThat(contract.substring(at).strip()).as("not quoted at the end").isEmpty();
    }

    @Test
    void everyContractTest_isNamedOnThePage() throws IOException {
        String page = Files.readString(ROOT.resolve("docs/contract.md"));
        try (Stream<Path> files = Files.list(Path.of("src/test/java/dev/plumbline/server"))) {
            List<String> types = files.map(file -> file.getFileName().toString())
                    .filter(name -> name.matches("Contract.*Test\\.java") && !name.startsWith("ContractPageTest"))
                    .map(name -> name.replace(".java", ""))
                    .toList();
            assertThat(types).hasSizeGreaterThan(10);
            for (String type : types) {
                assertThat(tests(type)).allMatch(name -> page.contains("`" + type + "#" + name + "`"));
            }
        }
    }
}
