package dev.plumbline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class MainTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    private Path folder;

    @Test
    void version_printsNameAndNumber() {
        assertThat(run("--version")).isEqualTo(0);
        assertThat(out.toString()).matches("plumbline \\d+\\.\\d+\\.\\d+\\R");
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void help_listsTheVerbsButNotTheHiddenOne() {
        assertThat(run("--help")).isEqualTo(0);
        assertThat(out.toString()).contains("serve", "demo", "Exit codes").doesNotContain("warm-up");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    ''                           | plumbline: no verb given; allowed: audit, fit, apply, compare, train, predict, import, export, serve, verify, backup, restore, demo
                    adit                         | plumbline: unknown verb 'adit'; allowed: audit, fit, apply, compare, train, predict, import, export, serve, verify, backup, restore, demo
                    --prot                       | plumbline: unknown option '--prot'; allowed: --help, --verbose, --version
                    serve --prot 1               | plumbline serve: unknown option '--prot'; allowed: --config, --data, --database-url, --help, --host, --port, --verbose
                    serve here                   | plumbline serve: unexpected argument 'here'
                    serve --port                 | plumbline serve: Missing required parameter for option '--port'
                    serve --port 65536           | plumbline serve: Invalid value for option '--port': got '65536'; allowed: a whole number from 0 to 65535
                    serve --port 8o80            | plumbline serve: Invalid value for option '--port': got '8o80'; allowed: a whole number from 0 to 65535
                    serve --database-url pg://db | plumbline serve: Invalid value for option '--database-url': got 'pg://db'; allowed: a JDBC URL
                    demo --prot                  | plumbline demo: unknown option '--prot'; allowed: --exit, --help, --port, --seed, --verbose
                    demo --port -1               | plumbline demo: Invalid value for option '--port': got '-1'; allowed: a whole number from 0 to 65535
                    demo --seed x                | plumbline demo: Invalid value for option '--seed': got 'x'; allowed: a whole number from
                    import --model m             | plumbline import: Missing required parameter: 'FILE'
                    import f.csv                 | plumbline import: Missing required option: '--model=NAME'
                    import none.csv --model m    | plumbline import: none.csv: there is no such file
                    import none.csv --model a/b  | plumbline import: model must be 1 to 100 letters
                    export --model m --as xls    | plumbline export: --as must be csv, tsv, ndjson or parquet, got xls
                    export                       | plumbline export: name either a CALIBRATOR file or a model with --model
                    fit none.csv --method x      | plumbline fit: --method: method must be one of identity, offset
                    train none.csv               | plumbline train: none.csv: there is no such file
                    train                        | plumbline train: Missing required parameter: 'FILE'
                    predict none.csv             | plumbline predict: Missing required option: '--model=FILE'
                    predict none.csv --model m   | plumbline predict: m: cannot be read
                    audit none.csv               | plumbline audit: none.csv: there is no such file
                    audit                        | plumbline audit:
                    verify --data none           | plumbline verify: There is no database none/plumbline.db
                    serve --config none.yaml     | plumbline serve: Invalid value for option '--config': got 'none.yaml'; allowed: a file that can be read
                    """)
    void usageError_isOneLineThatNamesOptionValueAndWhatIsAllowed(String line, String message) {
        int code = line.isEmpty() ? run() : run(line.split(" "));

        assertThat(code).isEqualTo(2);
        assertThat(err.toString()).startsWith(message).hasLineCount(1);
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void serve_dataIsAFile_isAUsageError() throws Exception {
        Path file = Files.writeString(folder.resolve("data"), "x");

        assertThat(run("serve", "--data", file.toString())).isEqualTo(2);
        assertThat(err.toString()).contains("'--data': got '" + file + "'; allowed: a folder");
    }

    @Test
    void failure_isOneLineAndItsExitCode() {
        var errors = new Errors(new PrintWriter(err));

        assertThat(errors.report(
                        "plumbline audit", new CommandFailure(ExitCode.NOT_ENOUGH_DATA, "a.csv has 49 usable rows")))
                .isEqualTo(4);
        assertThat(errors.report("plumbline audit", new IllegalStateException("two\n  lines")))
                .isEqualTo(1);
        assertThat(err.toString().lines())
                .containsExactly(
                        "plumbline audit: a.csv has 49 usable rows",
                        "plumbline audit: internal error: IllegalStateException: two lines");
    }

    @Test
    void failure_verbose_addsTheStackTrace() {
        new Errors(new PrintWriter(err), "audit", "--verbose")
                .report("plumbline audit", new IllegalStateException("x"));

        assertThat(err.toString()).contains("\tat dev.plumbline.cli.MainTest");
    }

    @Test
    void warmUp_neverFails() {
        assertThat(run("warm-up")).isEqualTo(0);
        assertThat(out.toString() + err).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"FINE,0", "INTERNAL_ERROR,1", "USAGE,2", "DRIFTED,3", "NOT_ENOUGH_DATA,4", "GATE_REFUSED,5"})
    void exitCode_isTheNumberScriptsKnow(ExitCode exitCode, int number) {
        assertThat(exitCode.code()).isEqualTo(number);
    }

    private int run(String... args) {
        return Main.run(new PrintWriter(out, true), new PrintWriter(err, true), args);
    }

    @Test
    void verbs_haveTheNamesOfTheirCommands() {
        Main.VERBS.forEach((name, verb) ->
                assertThat(verb.getAnnotation(CommandLine.Command.class).name()).isEqualTo(name));
    }
}
