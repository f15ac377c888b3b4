package dev.plumbline.cli;

import dev.plumbline.monitor.Json;
import dev.plumbline.store.Database;
import dev.plumbline.store.Verify;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code plumbline verify}: proves that the sums at rest are those of the rows, also beside a running server. */
@Command(
        name = "verify",
        description =
                "Adds up all rows anew and compares with the stored sums. Changes nothing; a server may run meanwhile."
                        + " Exit code 0: they are equal; 1: they are not, and the first difference is named.",
        sortOptions = false)
final class VerifyCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private DataFolder data;

    @Option(names = "--json", description = "Print the finding as JSON.")
    private boolean json;

    /** The component names are the names in the JSON. */
    record Finding(String database, boolean equal, long pairs, long sums, String difference) {}

    @Override
    public Integer call() {
        DataFolder.silenceLogs();
        Verify.Result result;
        String file;
        try (Database database = Database.openToRead(data.path());
                RowProgress progress = new RowProgress()) {
            file = database.file().toString();
            result = Verify.run(database, progress);
        }
        Finding finding = new Finding(
                file,
                result.difference().isEmpty(),
                result.pairs(),
                result.sums(),
                result.difference().orElse(null));
        PrintWriter out = spec.commandLine().getOut();
        out.println(json ? Json.text(finding) : inWords(finding));
        out.flush();
        return (finding.equal ? ExitCode.FINE : ExitCode.INTERNAL_ERROR).code();
    }

    private static String inWords(Finding finding) {
        String scope = finding.sums + " stored sums in " + finding.database;
        return finding.equal
                ? "The " + scope + " are those of the rows (" + finding.pairs + " pairs)."
                : "The " + scope + " are not those of the rows. The first difference: " + finding.difference;
    }

    private static final class RowProgress implements Verify.Progress, AutoCloseable {
        private LongWork bar = LongWork.none();
        private long rows;

        @Override
        public void begin(long total) {
            bar = LongWork.of("verifying", total, " rows", 1);
        }

        @Override
        public void row() {
            if ((++rows & 1023) == 0) {
                bar.stepTo(rows);
            }
        }

        @Override
        public void close() {
            bar.close();
        }
    }
}
