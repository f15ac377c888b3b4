package dev.plumbline.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;

/** Long streams, generated while they are read; what is live is measured while they run. */
class RowStreamMemoryTest {
    private static final long HUNDRED_MEGABYTES = 100_000_000;
    private static final long ALLOWED_GROWTH = 24_000_000;

    /** Counts, and looks at the memory in use after each {@code every} rows and at the end. */
    private static final class Counting implements RowSink {
        private long rows;
        private long errors;
        private RowError last;

        @Override
        public void row(Row row) {
            rows++;
        }

        @Override
        public void error(RowError error) {
            errors++;
            last = error;
        }
    }

    /** Measures what is reachable when the stream has just given its last byte. */
    private static final class Measured extends InputStream {
        private final InputStream in;
        private long live = -1;

        Measured(InputStream in) {
            this.in = in;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            int count = in.read(target, offset, length);
            if (count < 0 && live < 0) {
                live = liveBytes();
            }
            return count;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }
    }

    private static long liveBytes() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    private static Counting read(RowFormat format, InputStream in) throws IOException {
        var counting = new Counting();
        long before = liveBytes();
        var measured = new Measured(in);
        RowStream.read(measured, format, false, counting);
        assertThat(measured.live - before).as("growth in bytes").isLessThan(ALLOWED_GROWTH);
        return counting;
    }

    @Test
    void read_lineOfHundredMegabytes_isSkippedAndTheNextIsRead() throws IOException {
        var in = Streams.repeated("{\"a\":1}\n{\"a\":\"", "x", HUNDRED_MEGABYTES, "\"}\n{\"a\":3}\n");
        var counting = read(RowFormat.NDJSON, in);
        assertThat(counting.rows).isEqualTo(2);
        assertThat(counting.errors).isEqualTo(1);
        assertThat(counting.last).hasToString("line 2: a line of at most 1048576 bytes; this one is longer");
    }

    @Test
    void read_elementOfHundredMegabytes_isSkippedAndTheNextIsRead() throws IOException {
        var in = Streams.repeated("[{\"a\":1},{\"a\":[1", ",{}", HUNDRED_MEGABYTES, "]},{\"a\":3}]");
        var counting = read(RowFormat.JSON, in);
        assertThat(counting.rows).isEqualTo(2);
        assertThat(counting.last).hasToString("line 2: an element of at most 1048576 bytes; this one is longer");
    }

    @Test
    void read_elementThatNeverEnds_holdsOneWindowOfIt() throws IOException {
        var counting = read(RowFormat.JSON, Streams.repeated("{\"a\":\"", "x", HUNDRED_MEGABYTES, ""));
        assertThat(counting.last.allowed())
                .isEqualTo("valid JSON; line 1, column 1: the value that begins here does not end;"
                        + " the rest was not read");
    }

    @Test
    void read_arrayOfMillionsOfObjects_holdsOneAtATime() throws IOException {
        var in = Streams.repeated("[{\"a\":1}", ",{\"a\":\"0123456789\"}", HUNDRED_MEGABYTES / 2, "]");
        assertThat(read(RowFormat.JSON, in).rows).isEqualTo(1 + 50_000_000 / 19);
    }

    @Test
    void read_cellThatNeverCloses_isGivenUp() throws IOException {
        var counting = read(RowFormat.CSV, Streams.repeated("id\na\n\"b", "x", HUNDRED_MEGABYTES, ""));
        assertThat(counting.rows).isEqualTo(1);
        assertThat(counting.last.line()).isEqualTo(3);
        assertThat(counting.last.allowed())
                .startsWith("cells of at most 1048576 characters (a quote that is not closed");
    }

    @Test
    void read_everyRowWithNewNames_keepsNoTableOfThem() throws IOException {
        var in = new InputStream() {
            private int row;
            private byte[] line = new byte[0];
            private int at;

            @Override
            public int read() {
                if (at == line.length) {
                    if (row == 1_000_000) {
                        return -1;
                    }
                    line = ("{\"name" + row++ + "\":1}\n").getBytes(java.nio.charset.StandardCharsets.UTF_8);
                    at = 0;
                }
                return line[at++];
            }
        };
        assertThat(read(RowFormat.NDJSON, in).rows).isEqualTo(1_000_000);
    }

    @Test
    void read_gzipBomb_isStoppedAndSaidToBeOne() throws IOException {
        byte[] zeros = new byte[1 << 20];
        java.util.Arrays.fill(zeros, (byte) 'x');
        var out = new java.io.ByteArrayOutputStream();
        try (var gzip = new java.util.zip.GZIPOutputStream(out)) {
            for (int i = 0; i < 200; i++) {
                gzip.write(zeros);
            }
            gzip.write("\n{\"a\":2}\n".getBytes(java.nio.charset.StandardCharsets.UTF_8));
        }
        assertThat(out.size()).isLessThan(1_000_000);
        var counting = read(RowFormat.NDJSON, new java.io.ByteArrayInputStream(out.toByteArray()));
        assertThat(counting.rows).as("what follows is not read").isZero();
        assertThat(counting.last.allowed()).contains("a bomb", "500-fold");
    }
}
