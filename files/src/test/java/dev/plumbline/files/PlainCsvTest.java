package dev.plumbline.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the fast way reads is what the general way reads: the same file compressed always goes the general way. */
class PlainCsvTest {
    @TempDir
    private Path folder;

    private record Result(
            List<Double> scores, List<Double> outcomes, List<Double> weights, String account, List<String> said) {}

    private Result read(Path file, boolean weighted) {
        List<String> said = new ArrayList<>();
        long[] bytes = {0};
        try {
            ScoredRows rows = ScoredRows.read(
                    DataSet.of(List.of(file.toString())),
                    new ScoredRows.Request(
                            new ColumnChoice(weighted ? Map.of(Role.WEIGHT, "w") : Map.of(), List.of(), List.of()),
                            true,
                            null),
                    said::add,
                    count -> bytes[0] += count);
            assertThat(bytes[0]).as("bytes told as progress").isEqualTo(Files.size(file));
            return new Result(
                    list(rows.scores()),
                    list(rows.outcomes()),
                    rows.weights() == null ? null : list(rows.weights()),
                    rows.account().toString(),
                    said);
        } catch (DataException e) {
            return new Result(null, null, null, e.getMessage(), said);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static List<Double> list(double[] values) {
        List<Double> list = new ArrayList<>();
        for (double value : values) {
            list.add(value);
        }
        return list;
    }

    private void assertSameBothWays(byte[] text, boolean weighted) throws IOException {
        Path plain = Files.write(folder.resolve("rows.csv"), text);
        ByteArrayOutputStream compressed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(compressed)) {
            gzip.write(text);
        }
        Path gz = Files.write(folder.resolve("rows.csv.gz"), compressed.toByteArray());
        Result fast = read(plain, weighted);
        Result general = read(gz, weighted);
        assertThat(fast.scores()).isEqualTo(general.scores());
        assertThat(fast.outcomes()).isEqualTo(general.outcomes());
        assertThat(fast.weights()).isEqualTo(general.weights());
        assertThat(fast.account()).isEqualTo(general.account().replace("rows.csv.gz", "rows.csv"));
        assertThat(fast.said())
                .isEqualTo(general.said().stream()
                        .map(each -> each.replace("rows.csv.gz", "rows.csv"))
                        .toList());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "p,y,w\n0.1,0,1\n0.25,1,2\n",
                "\uFEFFp,y,w\r\n0.1,0,1\r\n\r\n0.25,1,2",
                "p;y;w\n0.1;0;1\n",
                "p\ty\tw\n0.1\t0\t1\n",
                "p,y,w\n 0.1 ,true,1\nNA,1,1\n,,\n1e-3,False,0\n+.5,1.,1\n",
                "p,y,w\n0.1,0\n",
                "p,y,w\n0.1,0,1,4\n",
                "p,y,w\n\"0.1\",0,1\n",
                "p,y,w\n0.1,0,1\nx,\"0\n1\",1\n",
                "p,y,w\n0.1,0,1\n0.2,1,\"\n",
                "p,y,w,n\u00e4me\n0.1,0,1,\u00e9\n",
                "p,y,w\n0.1,0,1\n0.2,1,\0\n",
                "p,y,w\n0.1,0,1\r0.2,1,1\r",
                "p,y,w\n0.1,0,1\n\n\n5,100,1\n101,1,1\n",
                "p,p,w\n0.1,0,1\n",
                "p,y,w,segments.a\n0.1,0,1,x\n",
                "p,y,w\n",
                "p,y,w",
                "",
                "\n\n",
                "\n\np,y,w\n0.5,1,1\n",
                "p,y,w\n0.5,1,-1\n1e400,1,1\n-0,1,1\n-,1,1\n.,1,1\n0x1p0,1,1\n1f,1,1\nInfinity,1,1\n",
                "p,y,w\n0.12345678901234567890123456789,1,1\n0.00000000000000000000000000000000001,1,12345678901234567890\n",
                "a,b\n1,2\n",
            })
    void sameBothWays(String text) throws IOException {
        assertSameBothWays(text.getBytes(StandardCharsets.UTF_8), false);
        assertSameBothWays(text.getBytes(StandardCharsets.UTF_8), true);
    }

    /** Seeded: rows across the ends of the buffer, every way in which doubles are written, odd cells now and then. */
    @Test
    void manyRows_sameBothWays() throws IOException {
        for (int seed = 1; seed <= 3; seed++) {
            Random random = new Random(seed);
            StringBuilder text = new StringBuilder("id,p,y,w\n");
            for (int row = 0; row < 60_000; row++) {
                text.append("row-").append("x".repeat(random.nextInt(30))).append(',');
                double p = random.nextDouble();
                text.append(
                        switch (random.nextInt(6)) {
                            case 0 -> Double.toString(p);
                            case 1 -> Float.toString((float) p);
                            case 2 -> String.format("%.3f", p);
                            case 3 -> String.format("%.18f", p);
                            case 4 -> String.format("%.16e", p);
                            default -> random.nextInt(500) == 0 ? "oops" : Integer.toString(random.nextInt(2));
                        });
                text.append(',')
                        .append(random.nextInt(2))
                        .append(',')
                        .append(random.nextInt(5))
                        .append('\n');
            }
            assertSameBothWays(text.toString().getBytes(StandardCharsets.UTF_8), true);
        }
    }

    /** The text after the fault is never taken, nor are the rows before it: the general way says what is wrong. */
    @Test
    void faultFarDown_isSaidOnce_andNothingIsTaken() throws IOException {
        String good = "0.5,1,1\n".repeat(200_000);
        for (String fault : List.of("0.5,1\n", "0.5,1,\"\n", "\0,1,1\n", "0.5,1," + "1".repeat(100_000) + "\n")) {
            assertSameBothWays(("p,y,w\n" + good + fault).getBytes(StandardCharsets.UTF_8), true);
        }
    }
}
