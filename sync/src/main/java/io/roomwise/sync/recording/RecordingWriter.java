package io.roomwise.sync.recording;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Set;
import java.util.zip.CRC32C;

/** Folder and files of a recording, readable by their owner only. Opened by one thread, then written by another. */
final class RecordingWriter implements AutoCloseable {
    static final String FRAMES = "frames.bin";
    /** Length and checksum in front of each entry. */
    static final int FRAME_BYTES = 2 * Integer.BYTES;

    private static final FileAttribute<Set<PosixFilePermission>> OWNER =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    private static final FileAttribute<Set<PosixFilePermission>> OWNERS_FOLDER =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

    private final Path folder;
    private final Manifest manifest;
    private final long maxBytes;
    private final FileChannel file;
    private final PictureCodec codec = new PictureCodec();
    private final MessageDigest digest = sha256();
    private ByteBuffer buffer = ByteBuffer.allocate(0);
    private long bytes;
    private long entries;

    /** @throws RecordingException if there is such a folder, or it cannot be made */
    RecordingWriter(Path folder, Manifest manifest, long maxBytes) throws RecordingException {
        this.folder = folder;
        this.manifest = manifest;
        this.maxBytes = maxBytes;
        try {
            Path parent = folder.toAbsolutePath().getParent();
            if (parent != null) {
                Files.createDirectories(parent);
            }
            Files.createDirectory(folder, OWNERS_FOLDER);
            write(manifest);
            file = FileChannel.open(
                    folder.resolve(FRAMES), Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), OWNER);
        } catch (FileAlreadyExistsException e) {
            throw new RecordingException(folder, "exists already, a recording needs a folder of its own", e);
        } catch (IOException e) {
            throw new RecordingException(folder, "cannot be written: " + e, e);
        }
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /**
     * Writes an entry, whole or not at all.
     *
     * @return false if it would be larger than the recording may get
     */
    boolean write(Entry entry) throws IOException {
        ByteBuffer content = pack(entry);
        if (bytes + content.limit() > maxBytes) {
            return false;
        }
        try {
            while (content.hasRemaining()) {
                file.write(content);
            }
        } catch (IOException e) {
            file.truncate(bytes);
            throw e;
        }
        digest.update(content.rewind());
        bytes += content.limit();
        entries++;
        return true;
    }

    private ByteBuffer pack(Entry entry) {
        if (buffer.capacity() < FRAME_BYTES + entry.limit()) {
            buffer = ByteBuffer.allocate(FRAME_BYTES + entry.limit());
        }
        buffer.clear().position(FRAME_BYTES);
        entry.put(buffer, codec);
        buffer.flip();
        int length = buffer.limit() - FRAME_BYTES;
        CRC32C checksum = new CRC32C();
        checksum.update(buffer.array(), FRAME_BYTES, length);
        return buffer.putInt(0, length).putInt(Integer.BYTES, (int) checksum.getValue());
    }

    long bytes() {
        return bytes;
    }

    long entries() {
        return entries;
    }

    /** Tells in the manifest that all is there. */
    void finish(Instant now, long lost) throws IOException {
        String sha256 = HexFormat.of().formatHex(digest.digest());
        write(manifest.endedWith(new Manifest.End(now, entries, lost, bytes, sha256)));
    }

    private void write(Manifest text) throws IOException {
        Path draft = folder.resolve(Manifest.FILE + ".new");
        Files.deleteIfExists(draft);
        Files.writeString(Files.createFile(draft, OWNER), text.text());
        Files.move(
                draft,
                folder.resolve(Manifest.FILE),
                StandardCopyOption.ATOMIC_MOVE,
                StandardCopyOption.REPLACE_EXISTING);
    }

    @Override
    public void close() throws IOException {
        codec.close();
        file.close();
    }
}
