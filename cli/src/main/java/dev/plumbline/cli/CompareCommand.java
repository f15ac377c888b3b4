package dev.plumbline.cli;

import dev.plumbline.calibration.CalibrationSample;
import dev.plumbline.calibration.calibrator.CalibrationMethod;
import dev.plumbline.cli.terminal.Page;
import dev.plumbline.files.ScoredRows;
import dev.plumbline.monitor.Json;
import dev.plumbline.monitor.gate.GateDecision.Promoted;
import dev.plumbline.monitor.refit.FitJson;
import dev.plumbline.monitor.refit.SelectCalibrator;
import dev.plumbline.monitor.refit.SelectCalibrator.Selection;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.node.ObjectNode;

/** {@code plumbline compare}: every calibrator on pairs it has not seen, and which of them is shown to help. */
@Command(
        name = "compare",
        description = "Compares every calibrator out of fold and says which one, if any, is shown to help.",
        footer = {"", "Exit codes: 0 one is promoted, 5 none is shown better than the scores as they are, 2 bad input."
        },
        sortOptions = false)
final class CompareCommand implements Callable<Integer> {
    private static final String VERB = "plumbline compare";

    @Spec
    private CommandSpec spec;

    @Mixin
    private ScoreFiles files;

    @Option(
            names = "--save",
            paramLabel = "FILE",
            description = "Write the promoted calibrator, or identity when none is.")
    private Path save;

    @Option(names = "--json", description = "Print the comparison as JSON, and nothing else, to standard output.")
    private boolean json;

    @Override
    public Integer call() {
        DataFolder.silenceLogs();
        ScoredRows rows =
                files.read(spec.commandLine().getErr(), VERB, List.of()).rows();
        CalibrationSample sample = files.sample(rows);
        Selection selection = SelectCalibrator.of(sample, rows.times());
        if (save != null) {
            WholeFile.write(save, FitCommand.saved(selection.chosen(), sample, rows));
        }
        ObjectNode comparison = FitJson.comparison(selection);
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(Json.text(comparison));
        } else {
            new FitPage(new Page(out, Terminal.showsColour(), Terminal.columns())).comparison(comparison);
        }
        out.flush();
        return (selection.decision() instanceof Promoted ? ExitCode.FINE : FitCommand.refusal(sample)).code();
    }

    static CalibrationMethod method(String name) {
        try {
            return CalibrationMethod.parse(name);
        } catch (IllegalArgumentException e) {
            throw new CommandFailure(ExitCode.USAGE, "--method: " + e.getMessage(), e);
        }
    }

    static FitJson.Origin origin(ScoreFiles files, ScoredRows rows) {
        return new FitJson.Origin(files.names(), ScoreFiles.from(rows), ScoreFiles.to(rows));
    }
}
