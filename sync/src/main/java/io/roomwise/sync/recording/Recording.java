package io.roomwise.sync.recording;

import io.roomwise.capture.Picture;
import io.roomwise.sync.SyncTap;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Optional;
import java.util.function.LongPredicate;
import java.util.zip.CRC32C;
import java.util.zip.DataFormatException;
import org.jspecify.annotations.Nullable;

/** A folder that {@link FrameRecorder} wrote. One thread. */
public final class Recording {
    /** More than half a second, as much as thread sync takes at once. */
    private static final int MAX_SOUND_BYTES = 1 << 15;

    private final Path file;
    private final Manifest manifest;

    private Recording(Path file, Manifest manifest) {
        this.file = file;
        this.manifest = manifest;
    }

    /** @throws RecordingException if that is no recording, or of another version */
    public static Recording open(Path folder) throws RecordingException {
        Manifest manifest = Manifest.read(folder);
        Path file = folder.resolve(RecordingWriter.FRAMES);
        if (!Files.isReadable(file)) {
            throw new RecordingException(file, "is missing or cannot be read");
        }
        return new Recording(file, manifest);
    }

    public Manifest manifest() {
        return manifest;
    }

    /**
     * How a replay ended.
     *
     * @param entries that were told
     * @param problem in what way the recording is not whole; all that was told is good
     */
    public record Played(long entries, Optional<String> problem) {}

    /**
     * Tells all that thread sync acted on, in its order, as far as it is undamaged.
     *
     * @param goOn asked before each entry with its monotonic time; may wait; false ends the replay
     * @throws RecordingException if the file cannot be read
     */
    public Played play(SyncTap tap, LongPredicate goOn) throws RecordingException {
        try (Reader reader = new Reader(file, manifest)) {
            Entry entry = reader.next();
            while (entry != null && goOn.test(entry.now().nanoTime())) {
                tell(tap, entry, reader);
                entry = reader.next();
            }
            return new Played(reader.entries - (entry == null ? 0 : 1), reader.problem(entry == null));
        } catch (IOException e) {
            throw new RecordingException(file, "cannot be read: " + e.getMessage(), e);
        }
    }

    private static void tell(SyncTap tap, Entry entry, Reader reader) {
        switch (entry.kind()) {
            case IDLE -> tap.onIdle(entry.now());
            case SOUND ->
                tap.onSound(
                        entry.now(), entry.stream(), entry.time(), entry.data().asShortBuffer());
            case TIME -> tap.onPictureTime(entry.now(), entry.stream(), entry.time());
            case PICTURE -> tap.onPicture(entry.now(), entry.stream(), entry.time(), reader.picture(entry));
        }
    }

    /** The file, entry by entry. */
    private static final class Reader implements AutoCloseable {
        private final InputStream in;
        private final Manifest manifest;
        private final int longest;
        private final PictureCodec codec = new PictureCodec();
        private final MessageDigest digest = RecordingWriter.sha256();
        private final ByteBuffer rgb;
        private long entries;
        private long position;
        private @Nullable String damage;

        Reader(Path file, Manifest manifest) throws IOException {
            this.manifest = manifest;
            int pixels = manifest.config().maxWidth() * manifest.config().maxHeight();
            rgb = ByteBuffer.allocateDirect(3 * pixels);
            longest = Math.max(MAX_SOUND_BYTES, Entry.HEAD_BYTES + PictureCodec.packedLimit(3 * pixels));
            in = new BufferedInputStream(Files.newInputStream(file), 1 << 16);
        }

        /** Null where there is nothing more that can be read. */
        @Nullable
        Entry next() throws IOException {
            byte[] head = in.readNBytes(RecordingWriter.FRAME_BYTES);
            if (head.length == 0) {
                return null;
            }
            ByteBuffer frame = ByteBuffer.wrap(head);
            int length = head.length < RecordingWriter.FRAME_BYTES ? 0 : frame.getInt();
            if (length < 0 || length > longest) {
                damage = "is damaged (entry of " + length + " bytes)";
                return null;
            }
            byte[] content = in.readNBytes(length);
            if (content.length < Math.max(1, length)) {
                damage = "ends within an entry";
                return null;
            }
            CRC32C checksum = new CRC32C();
            checksum.update(content);
            try {
                if ((int) checksum.getValue() != frame.getInt()) {
                    throw new DataFormatException("wrong checksum");
                }
                Entry entry = Entry.of(content, codec);
                if (3L * entry.width() * entry.height() > rgb.capacity()) {
                    throw new DataFormatException("picture of " + entry.width() + "x" + entry.height());
                }
                digest.update(head);
                digest.update(content);
                entries++;
                position += head.length + (long) content.length;
                return entry;
            } catch (DataFormatException e) {
                damage = "is damaged (" + e.getMessage() + ")";
                return null;
            }
        }

        /** Valid until the next. */
        Picture picture(Entry entry) {
            rgb.put(0, entry.data(), 0, entry.data().capacity());
            return new Picture(entry.width(), entry.height(), rgb.slice(0, 3 * entry.width() * entry.height()));
        }

        Optional<String> problem(boolean atEnd) {
            String good = ", all " + entries + " entries before are good";
            if (damage != null) {
                return Optional.of(RecordingWriter.FRAMES + " " + damage + " at byte " + position + good);
            }
            if (!atEnd) {
                return Optional.empty();
            }
            if (manifest.end().isEmpty()) {
                return Optional.of("was not closed, the recorder was killed or the disk full" + good);
            }
            String sha256 = HexFormat.of().formatHex(digest.digest());
            Manifest.End end = manifest.end().get();
            if (!end.sha256().equals(sha256)) {
                return Optional.of(RecordingWriter.FRAMES + " is not the one that was recorded: SHA-256 is " + sha256
                        + ", " + entries + " of " + end.entries() + " entries");
            }
            return end.lost() == 0
                    ? Optional.empty()
                    : Optional.of("entries lost when it was recorded: " + end.lost() + ", windows near them differ");
        }

        @Override
        public void close() throws IOException {
            codec.close();
            in.close();
        }
    }
}
