package io.roomwise.trainer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** Names that change with the content, so that clips made with another detector are not taken for its own. */
final class ContentName {
    private ContentName() {}

    /** {@code detector-1f6a09bc}. */
    static String of(String kind, Path path) throws IOException {
        Path sums = Files.isDirectory(path) ? path.resolve("SHA256SUMS") : path;
        return kind + "-" + Integer.toHexString(Arrays.hashCode(Files.readAllBytes(sums)));
    }
}
