package dev.plumbline.server;

import dev.plumbline.monitor.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Training files: small ones that can be learnt, the field cases, and the shared data where it is at hand. */
final class ContractTraining {
    private static final int CLASSES = 3;
    private static final int TRAIN = 90;
    private static final int TEST = 30;

    private ContractTraining() {}

    /** Three classes around three centres, two features; drawn from the seed. The centres are 3 apart, the noise is 1. */
    static ObjectNode document(long seed) {
        return document(seed, TRAIN);
    }

    private static ObjectNode document(long seed, int trainRows) {
        Random random = new Random(seed);
        ObjectNode json = Json.object();
        json.putArray("featureNames").add("x").add("y");
        json.set("trainSet", set(random, trainRows));
        json.set("testSet", set(random, TEST));
        return json;
    }

    private static ObjectNode set(Random random, int rows) {
        ObjectNode set = Json.object();
        ArrayNode features = set.putArray("features");
        ArrayNode labels = set.putArray("labels");
        IntStream.range(0, rows).forEach(i -> {
            int label = 1 + i % CLASSES;
            features.addArray().add(3 * label + random.nextGaussian()).add(random.nextGaussian() - 3 * label);
            labels.add(label);
        });
        return set;
    }

    static void write(Path file, long seed) {
        write(file, document(seed).toString());
    }

    /** The same of so many training rows. */
    static void write(Path file, long seed, int trainRows) {
        write(file, document(seed, trainRows).toString());
    }

    static void write(Path file, String text) {
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A file of the field cases, from the test resources. */
    static String fieldCase(String name) {
        try (InputStream in = ContractTraining.class.getResourceAsStream("cases/" + name)) {
            return new String(in.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A file of the shared folder that may stand beside the checkout or above it, or null. */
    static Path shared(String path) {
        return Stream.iterate(Path.of("").toAbsolutePath(), folder -> folder != null, Path::getParent)
                .flatMap(folder -> List.of(folder.resolve("shared"), folder.resolve("../shared")).stream())
                .map(folder -> folder.resolve(path))
                .filter(Files::isReadable)
                .findFirst()
                .orElse(null);
    }
}
