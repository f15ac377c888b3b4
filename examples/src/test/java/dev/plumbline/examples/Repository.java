package dev.plumbline.examples;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** The pages of this repository, as they stand beside the sources. */
final class Repository {
    private Repository() {}

    /** A file by its path below the repository; tests run in the folder of their module. */
    static Path file(String path) {
        return Path.of("..").resolve(path);
    }

    static String text(String path) {
        try {
            return Files.readString(file(path));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The fenced blocks of a page that are in a language. */
    static List<String> blocks(String page, String language) {
        return Pattern.compile("^```" + language + "\\n(.*?)^```", Pattern.DOTALL | Pattern.MULTILINE)
                .matcher(text(page))
                .results()
                .map((MatchResult block) -> block.group(1))
                .toList();
    }

    static String oneSpaced(String text) {
        return text.replaceAll("\\s+", " ").strip();
    }
}
