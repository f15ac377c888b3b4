package dev.plumbline.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** A file that appears whole or not at all. */
final class WholeFile {
    private WholeFile() {}

    /** Where a file is written before it appears; no other process writes there. */
    static Path part(Path file) {
        return file.resolveSibling(
                file.getFileName() + ".part-" + ProcessHandle.current().pid());
    }

    static void write(Path file, String text) {
        Path part = part(file);
        try {
            try {
                Files.writeString(part, text, StandardCharsets.UTF_8);
                Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(part);
            }
        } catch (IOException e) {
            throw new CommandFailure(ExitCode.USAGE, file + " cannot be written: " + e, e);
        }
    }
}
