package dev.plumbline.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** A file that appears whole or not at all. */
final class WholeFile {
    private WholeFile() {}

    /**
     * Where a file is written before it appears; no other process writes there.
     *
     * @throws CommandFailure if a folder has that name, which the file must not take the place of
     */
    static Path part(Path file) {
        if (Files.isDirectory(file)) {
            throw new CommandFailure(ExitCode.USAGE, file + " cannot be written: it is a folder");
        }
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
            throw new CommandFailure(ExitCode.USAGE, file + " cannot be written: " + reason(e), e);
        }
    }

    /** In words for a person, who knows nothing of the part. */
    static String reason(Exception e) {
        if (e instanceof NoSuchFileException) {
            return "its folder does not exist";
        }
        return e instanceof AccessDeniedException
                ? "it may not be written by this user"
                : String.valueOf(e.getMessage());
    }
}
