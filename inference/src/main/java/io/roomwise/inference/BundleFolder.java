package io.roomwise.inference;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A folder of files with their checksums, in the format of {@code sha256sum -c SHA256SUMS}.
 *
 * <p>Why two renames: a folder cannot replace another one in a single step on every file system. A reader sees the old
 * folder, for an instant none, then the new one; never a mixture, and after a crash at any point one complete folder is
 * left, at its place or beside it with the suffix {@code .old}.
 */
final class BundleFolder {
    static final String MANIFEST = "model.yaml";
    static final String SUMS = "SHA256SUMS";

    private static final Pattern SUM_LINE = Pattern.compile("([0-9a-f]{64}) [ *]([^/\\\\]+)");

    private BundleFolder() {}

    /** Writes the files of a bundle into an empty folder. */
    @FunctionalInterface
    interface Contents {
        void writeTo(Path folder) throws IOException;
    }

    /** Checks that all files are there and unchanged. */
    static void verify(Path folder, List<String> required) {
        if (!Files.isDirectory(folder)) {
            throw new BundleException(folder, "no such folder");
        }
        Map<String, String> sums = readSums(folder);
        for (String file : required) {
            if (!sums.containsKey(file)) {
                throw new BundleException(folder, SUMS, "does not name " + file);
            }
        }
        sums.forEach((file, expected) -> {
            String actual = sum(folder, file);
            if (!actual.equals(expected)) {
                throw new BundleException(
                        folder, file, "was changed or cut off: SHA-256 is " + actual + ", must be " + expected);
            }
        });
    }

    private static Map<String, String> readSums(Path folder) {
        Map<String, String> sums = new TreeMap<>();
        for (String line : readText(folder, SUMS).lines().toList()) {
            Matcher matcher = SUM_LINE.matcher(line);
            if (!matcher.matches()) {
                throw new BundleException(folder, SUMS, "is not of the form '<sha256>  <file>': " + line);
            }
            sums.put(matcher.group(2), matcher.group(1));
        }
        return sums;
    }

    /** A text file of the bundle. */
    static String readText(Path folder, String file) {
        try {
            return Files.readString(folder.resolve(file));
        } catch (NoSuchFileException e) {
            throw new BundleException(folder, file, "is missing", e);
        } catch (IOException e) {
            throw new BundleException(folder, file, "cannot be read: " + e.getMessage(), e);
        }
    }

    private static String sum(Path folder, String file) {
        MessageDigest digest = sha256();
        try (InputStream in = new DigestInputStream(Files.newInputStream(folder.resolve(file)), digest)) {
            in.transferTo(java.io.OutputStream.nullOutputStream());
        } catch (NoSuchFileException e) {
            throw new BundleException(folder, file, "is missing", e);
        } catch (IOException e) {
            throw new BundleException(folder, file, "cannot be read: " + e.getMessage(), e);
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** Of the checksums, and so of everything. */
    static String fingerprint(Path folder) {
        return sum(folder, SUMS).substring(0, 8);
    }

    /** Copies the files that have a checksum. */
    static void copy(Path from, Path to) throws IOException {
        for (String file : readSums(from).keySet()) {
            Files.copy(from.resolve(file), to.resolve(file));
        }
    }

    /** Makes a folder with these contents and their checksums, in the place of one that may be there. */
    static void write(Path folder, Contents contents) throws IOException {
        Path target = folder.toAbsolutePath().normalize();
        Path fresh = target.resolveSibling(target.getFileName() + ".new");
        Path old = target.resolveSibling(target.getFileName() + ".old");
        delete(fresh);
        Files.createDirectories(fresh);
        contents.writeTo(fresh);
        seal(fresh);
        delete(old);
        if (Files.exists(target)) {
            Files.move(target, old, StandardCopyOption.ATOMIC_MOVE);
        }
        Files.move(fresh, target, StandardCopyOption.ATOMIC_MOVE);
        delete(old);
    }

    /** Adds the checksums and brings everything to the disk, so that a power cut after the renames loses nothing. */
    private static void seal(Path folder) throws IOException {
        StringBuilder sums = new StringBuilder();
        for (Path file : files(folder)) {
            sums.append(sum(folder, file.getFileName().toString()))
                    .append("  ")
                    .append(file.getFileName())
                    .append('\n');
        }
        Files.writeString(folder.resolve(SUMS), sums);
        for (Path file : files(folder)) {
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                channel.force(true);
            }
        }
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        }
    }

    private static void delete(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path path : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            }
        }
    }
}
