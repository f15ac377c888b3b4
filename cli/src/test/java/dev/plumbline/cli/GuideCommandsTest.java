package dev.plumbline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs the command lines that the pages show ({@code ```console} blocks) and compares what they print with what the page says they
 * print. A line of three dots stands for any lines, three dots at a line's end for its rest; files of {@code examples/} are those of the repository, others are in a
 * folder that the commands of one page share.
 */
class GuideCommandsTest {
    private static final Path REPOSITORY = Path.of("..");
    private static final String PROMPT = "$ ";
    private static final String ANYTHING = "...";

    @TempDir
    private Path folder;

    /** A command line and the lines that the page shows below it. */
    private record Shown(String line, List<String> output) {}

    @Test
    void guide_showsWhatTheCommandsPrint() throws IOException {
        assertThat(run("docs/guide.md")).isGreaterThan(5);
    }

    @Test
    void readme_showsWhatTheCommandsPrint() throws IOException {
        assertThat(run("README.md")).isPositive();
    }

    private int run(String page) throws IOException {
        List<Shown> commands = shown(Files.readString(REPOSITORY.resolve(page)));
        int lastCode = 0;
        for (Shown each : commands) {
            if (each.line.equals("echo $?")) {
                assertThat(each.output).as("%s: exit code", page).containsExactly(String.valueOf(lastCode));
                continue;
            }
            CommandRun run = CommandRun.of(words(each.line));
            lastCode = run.code();
            Pattern shown = Pattern.compile(pattern(each.output), Pattern.DOTALL);
            // a terminal shows messages before what is printed, or after it
            assertThat(List.of(asInThePage(run.err() + run.out()), asInThePage(run.out() + run.err())))
                    .as("%s: %s", page, each.line)
                    .anyMatch(printed -> shown.matcher(printed).matches());
        }
        return commands.size();
    }

    private static List<Shown> shown(String page) {
        List<Shown> commands = new ArrayList<>();
        Pattern.compile("^```console\\n(.*?)^```", Pattern.DOTALL | Pattern.MULTILINE)
                .matcher(page)
                .results()
                .flatMap(block -> block.group(1).lines())
                .forEach(line -> {
                    if (line.startsWith(PROMPT)) {
                        commands.add(new Shown(line.substring(PROMPT.length()), new ArrayList<>()));
                    } else {
                        commands.get(commands.size() - 1).output.add(line.stripTrailing());
                    }
                });
        return commands;
    }

    private Object[] words(String line) {
        return Stream.of(line.split(" "))
                .skip(1) // plumbline
                .map(word -> word.startsWith("examples/")
                        ? REPOSITORY.resolve(word).toString()
                        : word.matches("[\\w-]+\\.(json|svg|html|csv|sql|java)")
                                ? folder.resolve(word).toString()
                                : word)
                .toArray();
    }

    private String asInThePage(String printed) {
        return Arrays.stream(printed.replace("../examples/", "examples/")
                        .replace(folder + "/", "")
                        .split("\n"))
                .map(String::stripTrailing)
                .collect(Collectors.joining("\n", "", "\n"));
    }

    private static String pattern(List<String> output) {
        return output.stream()
                .map(line -> line.equals(ANYTHING)
                        ? "(?:[^\\n]*\\n)*?"
                        : line.endsWith(" " + ANYTHING)
                                ? Pattern.quote(line.substring(0, line.length() - ANYTHING.length())) + "[^\\n]*\\n"
                                : Pattern.quote(line) + "\\n")
                .collect(Collectors.joining());
    }
}
