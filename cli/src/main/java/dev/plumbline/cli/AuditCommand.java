package dev.plumbline.cli;

import dev.plumbline.calibration.CalibrationSample;
import dev.plumbline.calibration.ReliabilityDiagram;
import dev.plumbline.calibration.RunningFigures;
import dev.plumbline.cli.terminal.Page;
import dev.plumbline.files.ScoredRows;
import dev.plumbline.monitor.Json;
import dev.plumbline.monitor.audit.CalibrationAudit;
import dev.plumbline.monitor.audit.FileReport;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import tools.jackson.databind.node.ObjectNode;

/** {@code plumbline audit}: what the scores and outcomes of a file say about the scores. */
@Command(
        name = "audit",
        description = "Measures how far probabilities in files can be believed. Needs no server and no set-up.",
        footer = {
            "",
            "Exit codes: 0 fine (also Suspected), 3 drifted, 4 under 50 usable rows, 2 usage or bad input.",
            "With --only there is no verdict, so never 3."
        },
        sortOptions = false)
final class AuditCommand implements Callable<Integer> {
    private static final String VERB = "plumbline audit";
    private static final List<String> MORE_THAN_PAIRS = List.of("--by", "--time", "--group", "--svg", "--html");

    @Spec
    private CommandSpec spec;

    @Mixin
    private ScoreFiles files;

    @Option(names = "--by", paramLabel = "COLS", split = ",", description = "Columns to report on value by value.")
    private List<String> by = List.of();

    @Option(names = "--json", description = "Print the report as JSON, and nothing else, to standard output.")
    private boolean json;

    @Option(names = "--svg", paramLabel = "FILE", description = "Write the reliability diagram as SVG.")
    private Path svg;

    @Option(names = "--html", paramLabel = "FILE", description = "Write the report as one self-contained page.")
    private Path html;

    @Option(
            names = "--only",
            paramLabel = "NAMES",
            split = ",",
            description =
                    "These figures alone, by their names in the JSON, in one pass that keeps no rows: ${COMPLETION-CANDIDATES}.",
            completionCandidates = FigureNames.class)
    private List<String> only = List.of();

    /** For the usage text. */
    static final class FigureNames implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return RunningFigures.NAMES.iterator();
        }
    }

    @Override
    public Integer call() {
        DataFolder.silenceLogs();
        if (!only.isEmpty()) {
            return figuresOnly();
        }
        ScoreFiles.Read read = files.read(spec.commandLine().getErr(), VERB, by);
        ScoredRows rows = read.rows();
        CalibrationSample sample = files.sample(rows);
        ObjectNode report = FileReport.of(sample, rows.times(), origin(read), segments(rows), Instant.now());
        String diagram = svg == null && html == null
                ? null
                : ReliabilityDiagram.of(sample).svg(files.title());
        if (svg != null) {
            WholeFile.write(svg, diagram);
        }
        if (html != null) {
            WholeFile.write(html, AuditHtml.page(report, diagram));
        }
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(Json.text(report));
        } else {
            new AuditPage(new Page(out, Terminal.showsColour(), Terminal.columns())).print(report);
        }
        out.flush();
        return exitCode(report.required("verdict").stringValue()).code();
    }

    private int figuresOnly() {
        for (String name : only) {
            if (!RunningFigures.NAMES.contains(name)) {
                throw new ParameterException(
                        spec.commandLine(),
                        "--only must be out of " + String.join(", ", RunningFigures.NAMES) + ", got " + name);
            }
        }
        List<String> further = MORE_THAN_PAIRS.stream()
                .filter(spec.commandLine().getParseResult()::hasMatchedOption)
                .toList();
        if (!further.isEmpty()) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--only gives figures alone, of pairs one by one; " + String.join(", ", MORE_THAN_PAIRS)
                            + " are possible without it, got " + String.join(", ", further));
        }
        ScoreFiles.Figures read = files.figures(spec.commandLine().getErr(), VERB, only);
        ScoredRows.Account account = read.rows().account();
        FileReport.Origin origin = new FileReport.Origin(
                files.names(), null, null, account.read(), account.missing(), account.rejected(), read.said());
        ObjectNode report = FileReport.of(read.rows().figures(), origin, account.used(), Instant.now());
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(Json.text(report));
        } else {
            new AuditPage(new Page(out, Terminal.showsColour(), Terminal.columns())).printFigures(report);
        }
        out.flush();
        return (account.used() < CalibrationAudit.REQUIRED_SAMPLES ? ExitCode.NOT_ENOUGH_DATA : ExitCode.FINE).code();
    }

    private FileReport.Origin origin(ScoreFiles.Read read) {
        ScoredRows.Account account = read.rows().account();
        return new FileReport.Origin(
                files.names(),
                ScoreFiles.from(read.rows()),
                ScoreFiles.to(read.rows()),
                account.read(),
                account.missing(),
                account.rejected(),
                read.said());
    }

    private static Map<String, Map<String, FileReport.Part>> segments(ScoredRows rows) {
        Map<String, Map<String, FileReport.Part>> segments = new LinkedHashMap<>();
        ScoreFiles.Pairs pairs = ScoreFiles.Pairs.of(rows);
        rows.segments().forEach((column, values) -> {
            Map<String, FileReport.Part> parts = new LinkedHashMap<>();
            values.forEach((value, places) ->
                    pairs.at(places).sample().ifPresent(sample -> parts.put(value, part(sample, rows, places))));
            segments.put(column, parts);
        });
        return segments;
    }

    private static FileReport.Part part(CalibrationSample sample, ScoredRows rows, int[] places) {
        long[] times = rows.times();
        return new FileReport.Part(
                sample,
                times == null
                        ? null
                        : Arrays.stream(places).mapToLong(place -> times[place]).toArray());
    }

    private static ExitCode exitCode(String verdict) {
        return switch (verdict) {
            case "Drifted" -> ExitCode.DRIFTED;
            case "NotEnoughData" -> ExitCode.NOT_ENOUGH_DATA;
            default -> ExitCode.FINE;
        };
    }
}
