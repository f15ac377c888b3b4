package dev.plumbline.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.StringReader;
import java.util.List;
import java.util.SplittableRandom;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;

class ReliabilityDiagramTest {

    private static CalibrationSample calibrated(int n, int values) {
        SplittableRandom random = new SplittableRandom(51);
        double[] p = new double[n];
        double[] y = new double[n];
        for (int i = 0; i < n; i++) {
            p[i] = (1 + random.nextInt(values)) / (values + 1.0);
            y[i] = random.nextDouble() < p[i] ? 1 : 0;
        }
        return CalibrationSample.of(p, y);
    }

    @Test
    void curve_hasTheCornersOfTheIsotonicFit() {
        ReliabilityDiagram diagram = ReliabilityDiagram.of(
                CalibrationSample.of(new double[] {0, .1, .1, .2, .3}, new double[] {0, 0, 1, 0, 1}));
        assertThat(diagram.curve())
                .containsExactly(
                        new ReliabilityDiagram.Point(0, 0),
                        new ReliabilityDiagram.Point(.1, 1 / 3.0),
                        new ReliabilityDiagram.Point(.2, 1 / 3.0),
                        new ReliabilityDiagram.Point(.3, 1));
        assertThat(diagram.histogram()).hasSize(20).startsWith(1L, 0L, 2L).contains(1L);
        assertThat(diagram.histogram().stream().mapToLong(Long::longValue).sum())
                .isEqualTo(5);
        assertThat(diagram.pairs()).isEqualTo(5);
        assertThat(diagram.bins()).hasSize(10);
    }

    /** Three well filled positions: the fit there is the mean of binomial draws, so the band is known. */
    @Test
    void band_ofSeparatePositions_isBinomial() {
        CalibrationSample sample = calibrated(3000, 3);
        List<ReliabilityDiagram.Band> band = ReliabilityDiagram.band(sample, 4000);
        for (int k = 0; k < 3; k++) {
            double p = (k + 1) / 4.0;
            double sd = Math.sqrt(p * (1 - p) / sample.sorted().weight[k]);
            ReliabilityDiagram.Band at = band.get(k * 50);
            assertThat(at.x()).isCloseTo(p, within(1e-12));
            // the 2.5 % quantile of 4,000 draws has a standard error of 0.042 sd; five of them, and a step of 1/1000
            assertThat(at.lo()).isCloseTo(p - 1.96 * sd, within(0.21 * sd + 1e-3));
            assertThat(at.hi()).isCloseTo(p + 1.96 * sd, within(0.21 * sd + 1e-3));
        }
    }

    @Test
    void band_ofManyPairs_agreesBetweenChunksAndRows() {
        // 1,000 positions are chunks of their own; 900 more rows each make 20,000 positions in 1,024 chunks
        SplittableRandom random = new SplittableRandom(52);
        int n = 20_000;
        double[] p = random.doubles(n).toArray();
        double[] rounded = new double[n];
        double[] y = new double[n];
        for (int i = 0; i < n; i++) {
            rounded[i] = (Math.floor(p[i] * 1000) + 0.5) / 1000;
            y[i] = random.nextDouble() < p[i] ? 1 : 0;
        }
        List<ReliabilityDiagram.Band> rows = ReliabilityDiagram.band(CalibrationSample.of(p, y), 400);
        List<ReliabilityDiagram.Band> pooled = ReliabilityDiagram.band(CalibrationSample.of(rounded, y), 400);
        for (int i = 10; i < 91; i++) {
            assertThat(rows.get(i).lo()).isCloseTo(pooled.get(i).lo(), within(0.02));
            assertThat(rows.get(i).hi()).isCloseTo(pooled.get(i).hi(), within(0.02));
        }
    }

    @Test
    void of_rowsInAnyOrder_sameImage() {
        CalibrationSample sample = calibrated(500, 40);
        CalibrationSample mixed = TestData.shuffled(sample, new SplittableRandom(53));
        assertThat(ReliabilityDiagram.of(mixed)).isEqualTo(ReliabilityDiagram.of(sample));
    }

    @Test
    void svg_anyTitle_isWellFormedSelfContainedAndNamed() throws Exception {
        String title = "a <b> & \"c\" \u0001 \uD83D\uDE00 \uD800";
        for (CalibrationSample sample : List.of(
                calibrated(300, 50), CalibrationSample.of(new double[] {1}, new double[] {0}), calibrated(40_000, 9))) {
            String svg = ReliabilityDiagram.of(sample).svg(title);
            Document document = DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .parse(new InputSource(new StringReader(svg)));
            assertThat(document.getDocumentElement().getAttribute("role")).isEqualTo("img");
            assertThat(document.getElementsByTagName("title").item(0).getTextContent())
                    .isEqualTo("a <b> & \"c\"   \uD83D\uDE00  ");
            assertThat(document.getElementsByTagName("desc").item(0).getTextContent())
                    .startsWith("Reliability diagram.");
            assertThat(svg)
                    .contains("prefers-color-scheme:dark")
                    .doesNotContain("<script", "href", "url(", "NaN", "Infinity");
            assertThat(svg.split("http", -1)).hasSize(2); // the namespace alone
        }
    }
}
