package dev.plumbline.calibration.calibrator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.plumbline.calibration.CalibrationSample;
import dev.plumbline.calibration.TestData;
import java.io.ByteArrayOutputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is exported is run: the SQL by SQLite, the Java source by the compiler of this JDK. */
class ExportTest {

    static Stream<Calibrator> maps() {
        CalibrationSample sample = TestData.synthetic().get(2).sample();
        List<Calibrator> maps = new ArrayList<>();
        for (CalibrationMethod method : CalibrationMethod.values()) {
            maps.add(method.fit(sample));
        }
        maps.add(IsotonicCalibrator.fitCentred(sample));
        maps.add(new TemperatureCalibrator(Double.POSITIVE_INFINITY));
        maps.add(new TemperatureCalibrator(1e-5)); // exponents of a million
        maps.add(new PlattCalibrator(-9e4, 4e4));
        maps.add(new PlattCalibrator(0, -0.5));
        maps.add(new LogitPlattCalibrator(-0.7, 800));
        maps.add(new BetaCalibrator(500, 0, -3));
        maps.add(new QuadraticCalibrator(-1, 0.5, -0.015));
        maps.add(new IsotonicCalibrator(new double[] {0.4}, new double[] {0.3}));
        maps.add(VennAbersCalibrator.fit(TestData.fieldCase("f5-calibration.csv")));
        maps.add(IsotonicCalibrator.fit(manyPoints()));
        return maps.stream();
    }

    /** Of so many that an SQL engine refuses or blows up what is written out row by row. */
    private static CalibrationSample manyPoints() {
        int n = 2000;
        double[] p = new double[n];
        double[] y = new double[n];
        for (int i = 0; i < n; i++) {
            p[i] = (i + 0.5) / n;
            y[i] = p[i] * p[i];
        }
        return CalibrationSample.of(p, y);
    }

    private static double[] scores(Calibrator map) {
        SplittableRandom random = new SplittableRandom(11);
        List<Double> scores = new ArrayList<>(List.of(0.0, 1.0, 1e-7, 1 - 1e-7, 1e-9, 0.1, 0.3, 0.5, 0.7, 0.9));
        GoldenPair.of(map).forEach(pair -> scores.add(pair.score()));
        while (scores.size() < 1000) {
            scores.add(random.nextDouble());
        }
        return scores.stream().mapToDouble(Double::doubleValue).toArray();
    }

    @ParameterizedTest
    @MethodSource("maps")
    void sql_onSqlite_isTheMap(Calibrator map) throws Exception {
        try (Connection sqlite = DriverManager.getConnection("jdbc:sqlite::memory:")) {
            sqlite.createStatement().execute("create table scored(id integer primary key, p)");
            sqlite.setAutoCommit(false);
            double[] scores = scores(map);
            try (PreparedStatement insert = sqlite.prepareStatement("insert into scored(p) values (?)")) {
                for (double score : scores) {
                    insert.setDouble(1, score);
                    insert.executeUpdate();
                }
            }
            sqlite.createStatement()
                    .execute("insert into scored(p) values (1), (null), (1.5), (-1)"); // an integer, too
            ResultSet rows = sqlite.createStatement()
                    .executeQuery("select " + SqlExport.expression(map, "p") + " from scored order by id");
            for (double score : scores) {
                assertThat(rows.next()).isTrue();
                assertThat(rows.getDouble(1)).as("%s at %s", map, score).isCloseTo(map.apply(score), within(1e-12));
                assertThat(rows.wasNull()).isFalse();
            }
            assertThat(rows.next()).isTrue();
            assertThat(rows.getDouble(1)).isCloseTo(map.apply(1), within(1e-12));
            for (int row = 0; row < 3; row++) {
                assertThat(rows.next()).isTrue();
                assertThat(rows.getObject(1) == null).isEqualTo(row == 0 || !(map instanceof PlattCalibrator));
            }
            assertThat(number(sqlite, SqlExport.check(map))).isZero();
            assertThat(number(sqlite, SqlExport.check(map).replaceFirst("\\),", " + 0.001),")))
                    .isEqualTo(1);
            String text = SqlExport.text(map, "p");
            assertThat(text).startsWith("-- " + map.method() + " calibration of p");
            assertThat(number(sqlite, "select count(" + text + ") from scored where p = 0.5"))
                    .isPositive();
        }
    }

    /** PostgreSQL refuses an exponential beyond a double; SQLite does not, so it cannot show that. */
    @Test
    void sql_steepMaps_guardTheExponential() {
        String guard = "> 700.0 then 1.0";
        assertThat(SqlExport.expression(new LogitPlattCalibrator(40, 0), "p")).doesNotContain(guard);
        assertThat(SqlExport.expression(new LogitPlattCalibrator(44, 0), "p")).contains(guard);
        assertThat(SqlExport.expression(new TemperatureCalibrator(0.01), "p")).contains(guard);
        assertThat(SqlExport.expression(new BetaCalibrator(30, 20, 0), "p")).contains(guard);
        assertThat(SqlExport.expression(new OffsetCalibrator(-690), "p")).contains(guard);
        assertThat(SqlExport.expression(new QuadraticCalibrator(700, 1, 0), "p"))
                .contains(guard);
        assertThat(SqlExport.expression(new PlattCalibrator(-1, 0), "p")).contains(guard);
    }

    private static int number(Connection sqlite, String query) throws Exception {
        try (ResultSet rows = sqlite.createStatement().executeQuery(query)) {
            return rows.getInt(1);
        }
    }

    @ParameterizedTest
    @MethodSource("maps")
    void java_compiled_isTheMap(Calibrator map, @TempDir Path folder) throws Exception {
        Path source = folder.resolve("Calibrate.java");
        Files.writeString(source, JavaExport.source(map, "Calibrate"));
        ByteArrayOutputStream messages = new ByteArrayOutputStream();
        int result = ToolProvider.getSystemJavaCompiler()
                .run(null, messages, messages, "-Xlint:all,-options", "-Werror", "--release", "8", source.toString());
        assertThat(result).as("%s", messages).isZero();
        try (URLClassLoader loader =
                new URLClassLoader(new URL[] {folder.toUri().toURL()})) {
            Class<?> type = loader.loadClass("Calibrate");
            for (double score : scores(map)) {
                double probability =
                        (double) type.getMethod("apply", double.class).invoke(null, score);
                assertThat(probability).as("%s at %s", map, score).isCloseTo(map.apply(score), within(1e-15));
            }
            type.getMethod("main", String[].class).invoke(null, (Object) new String[0]); // throws on a golden row
            assertThatThrownBy(() -> type.getMethod("apply", double.class).invoke(null, Double.NaN))
                    .rootCause()
                    .hasMessageContaining("score must be");
        }
    }

    /** Tens of thousands of points: neither a method nor a constant may become too long. */
    @Test
    void java_manyPoints_compiles(@TempDir Path folder) throws Exception {
        double[] x = new double[40_000];
        double[] y = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            x[i] = (i + 0.5) / x.length;
            y[i] = Math.sqrt(x[i]);
        }
        Path source = folder.resolve("Many.java");
        Files.writeString(source, JavaExport.source(new IsotonicCalibrator(x, y), "Many"));
        assertThat(ToolProvider.getSystemJavaCompiler().run(null, null, null, source.toString()))
                .isZero();
    }

    @Test
    void java_badName_isRefused() {
        assertThatThrownBy(() -> JavaExport.source(new Identity(), "a.B"))
                .hasMessage("className must be a Java name without a package, got a.B");
    }
}
