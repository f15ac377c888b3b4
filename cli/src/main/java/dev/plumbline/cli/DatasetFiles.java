package dev.plumbline.cli;

import dev.plumbline.files.DataSet;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;

/** Files that are read more than once: standard input is kept in a folder that goes away afterwards. */
final class DatasetFiles {
    private DatasetFiles() {}

    static <T> T reread(List<String> names, Function<DataSet, T> reading) {
        try {
            Path folder = Files.createTempDirectory("plumbline-data-");
            try {
                return reading.apply(new DataSet(DataSet.of(names).files().stream()
                        .map(file -> file.rereadable(folder))
                        .toList()));
            } finally {
                try (var inside = Files.list(folder)) {
                    for (Path path : inside.toList()) {
                        Files.delete(path);
                    }
                }
                Files.delete(folder);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
