package dev.plumbline.files;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Several files as one data set, in the order in which they were named; those of a pattern by name.
 *
 * @param files at least one
 */
public record DataSet(List<DataFile> files) {
    public DataSet {
        files = List.copyOf(files);
    }

    /**
     * Finds the files.
     *
     * @param names files, {@code -} for standard input, or patterns with {@code *}, {@code ?}, {@code [..]} or {@code {..}} in
     *     their last part, for shells that leave them as they are
     * @throws DataException if a name leads to no file, or standard input is named twice
     */
    public static DataSet of(List<String> names) {
        List<DataFile> files = new ArrayList<>();
        for (String name : names) {
            try {
                DataFile file = DataFile.of(name);
                if (file.path() == null || Files.exists(file.path())) {
                    files.add(file);
                } else {
                    files.addAll(matching(name, file.path()));
                }
            } catch (InvalidPathException e) {
                throw new DataException(name, "is no name of a file: " + e.getReason(), e);
            }
        }
        for (DataFile file : files) {
            if (file.path() != null && Files.isDirectory(file.path())) {
                throw new DataException(
                        file.name(),
                        "is a folder; allowed: files, or a pattern such as "
                                + file.path().resolve("*.csv"));
            }
        }
        if (files.stream().filter(file -> file.path() == null).count() > 1) {
            throw new DataException("-", "standard input can be read once only");
        }
        return new DataSet(files);
    }

    private static List<DataFile> matching(String name, Path pattern) {
        String last = pattern.getFileName() == null ? "" : pattern.getFileName().toString();
        if (last.chars().noneMatch(c -> "*?[{".indexOf(c) >= 0)) {
            throw new DataException(name, "there is no such file");
        }
        Path folder = pattern.getParent();
        List<DataFile> found = new ArrayList<>();
        try (DirectoryStream<Path> paths = Files.newDirectoryStream(folder == null ? Path.of("") : folder, last)) {
            for (Path path : paths) {
                found.add(new DataFile(path, path.toString()));
            }
        } catch (IOException e) {
            throw new DataException(name, "its folder cannot be listed: " + e, e);
        }
        if (found.isEmpty()) {
            throw new DataException(name, "no file fits this pattern");
        }
        found.sort((a, b) -> a.path().compareTo(b.path()));
        return found;
    }

    /** The size in bytes of what can be measured beforehand. */
    public long size() {
        return files.stream().mapToLong(DataFile::size).sum();
    }
}
