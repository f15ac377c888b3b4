package dev.plumbline.cli;

import dev.plumbline.calibration.calibrator.CalibratorJson;
import dev.plumbline.calibration.calibrator.FittedCalibrator;
import dev.plumbline.calibration.calibrator.JavaExport;
import dev.plumbline.calibration.calibrator.SqlExport;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import javax.lang.model.SourceVersion;

/** A saved calibrator as code that needs nothing of ours. */
final class CalibratorCode {
    private static final String CLASS = "Calibration";

    private CalibratorCode() {}

    /**
     * Writes it.
     *
     * @param as json, sql or java; null: by the ending of {@code file}
     * @param column the scores in SQL
     * @param file null for {@code out}
     */
    static void write(Path calibrator, String as, String column, Path file, PrintWriter out) {
        FittedCalibrator fitted = ApplyCommand.read(calibrator);
        String name = file == null ? "" : file.getFileName().toString();
        String shape = (as == null ? name.substring(name.lastIndexOf('.') + 1) : as).toLowerCase(Locale.ROOT);
        String text = switch (shape) {
            case "json" -> CalibratorJson.write(fitted) + "\n";
            case "sql" -> SqlExport.text(fitted.calibrator(), column);
            case "java" -> JavaExport.source(fitted.calibrator(), className(name));
            default ->
                throw new CommandFailure(
                        ExitCode.USAGE,
                        "--as must be json, sql or java for a calibrator, got " + (as == null ? "nothing" : as));
        };
        if (file == null) {
            out.print(text);
            out.flush();
        } else {
            WholeFile.write(file, text);
        }
    }

    private static String className(String file) {
        String name = file.endsWith(".java") ? file.substring(0, file.length() - ".java".length()) : CLASS;
        if (!SourceVersion.isName(name) || name.indexOf('.') >= 0) {
            throw new CommandFailure(
                    ExitCode.USAGE, "-o: the file's name must be a class name, such as Calibration.java, got " + file);
        }
        return name;
    }
}
