package dev.plumbline.cli;

import dev.plumbline.calibration.CalibrationSample;
import dev.plumbline.calibration.calibrator.CalibrationMethod;
import dev.plumbline.calibration.calibrator.CalibratorJson;
import dev.plumbline.calibration.calibrator.FittedCalibrator;
import dev.plumbline.calibration.calibrator.PlattFit;
import dev.plumbline.cli.terminal.Page;
import dev.plumbline.files.ScoredRows;
import dev.plumbline.monitor.Json;
import dev.plumbline.monitor.gate.GateDecision.Promoted;
import dev.plumbline.monitor.refit.FitJson;
import dev.plumbline.monitor.refit.SelectCalibrator;
import dev.plumbline.monitor.refit.SelectCalibrator.Candidate;
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

/** {@code plumbline fit}: the correction of a file's scores, or that none is shown to help. */
@Command(
        name = "fit",
        description = "Fits a calibrator to scores and outcomes: the one that is shown to help, or the one you name.",
        footer = {"", "Exit codes: 0 fitted, 5 no method is shown better than the scores as they are, 2 bad input."},
        sortOptions = false)
final class FitCommand implements Callable<Integer> {
    private static final String VERB = "plumbline fit";

    @Spec
    private CommandSpec spec;

    @Mixin
    private ScoreFiles files;

    @Option(
            names = "--method",
            paramLabel = "NAME",
            description = "identity, offset, temperature, logit-platt, platt, beta, quadratic, isotonic or venn-abers.")
    private String method;

    @Option(
            names = "--targets",
            paramLabel = "smoothed|raw",
            description = "What Platt is fitted to (default: smoothed).")
    private PlattFit.Targets targets = PlattFit.Targets.SMOOTHED;

    @Option(names = "--save", paramLabel = "FILE", description = "Write the calibrator, for apply and export.")
    private Path save;

    @Option(names = "--json", description = "Print the fit as JSON, and nothing else, to standard output.")
    private boolean json;

    @Override
    public Integer call() {
        DataFolder.silenceLogs();
        CalibrationMethod named = method == null ? null : CompareCommand.method(method);
        ScoredRows rows =
                files.read(spec.commandLine().getErr(), VERB, List.of()).rows();
        CalibrationSample sample = files.sample(rows);
        Selection selection = named == null ? SelectCalibrator.of(sample, rows.times()) : null;
        Candidate chosen = named == null ? selection.chosen() : one(sample, rows, named);
        ObjectNode fit = FitJson.fit(sample, chosen, CompareCommand.origin(files, rows));
        if (selection != null) {
            fit.set("promotion", FitJson.promotion(selection));
        }
        if (save != null) {
            WholeFile.write(save, saved(chosen, sample, rows));
        }
        print(fit, selection);
        boolean kept = selection != null && !(selection.decision() instanceof Promoted);
        return (kept ? refusal(sample) : ExitCode.FINE).code();
    }

    /** Of few rows nothing can be said either way. */
    static ExitCode refusal(CalibrationSample sample) {
        return sample.size() < SelectCalibrator.REQUIRED ? ExitCode.NOT_ENOUGH_DATA : ExitCode.GATE_REFUSED;
    }

    private Candidate one(CalibrationSample sample, ScoredRows rows, CalibrationMethod named) {
        Candidate candidate = SelectCalibrator.one(sample, rows.times(), named);
        return named == CalibrationMethod.PLATT && targets == PlattFit.Targets.RAW
                ? new Candidate(named, PlattFit.fit(sample, targets), candidate.outOfFold(), candidate.sign())
                : candidate;
    }

    static String saved(Candidate chosen, CalibrationSample sample, ScoredRows rows) {
        return CalibratorJson.write(
                        FittedCalibrator.of(chosen.fitted(), sample, ScoreFiles.from(rows), ScoreFiles.to(rows)))
                + "\n";
    }

    private void print(ObjectNode fit, Selection selection) {
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(Json.text(fit));
        } else {
            new FitPage(new Page(out, Terminal.showsColour(), Terminal.columns())).fit(fit, selection != null);
        }
        out.flush();
    }
}
