package dev.plumbline.examples;

import dev.plumbline.calibration.calibrator.Calibrator;
import dev.plumbline.calibration.calibrator.CalibratorJson;
import dev.plumbline.calibration.calibrator.SqlExport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A saved calibrator as an SQL expression, and the query that checks it: {@code ExportAsSql CALIBRATOR.json COLUMN}. */
public final class ExportAsSql {
    private ExportAsSql() {}

    public static void main(String[] args) throws IOException {
        Calibrator map = CalibratorJson.read(Files.readString(Path.of(args[0]))).calibrator();
        System.out.println(SqlExport.text(map, args[1]));
        System.out.println("-- how many golden rows a database does not reproduce; 0 is right");
        System.out.println(SqlExport.check(map));
    }
}
