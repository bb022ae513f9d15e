package io.roomwise.trainer.dataset;

import com.google.gson.Gson;
import com.google.gson.JsonParseException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * A header and numbers in one file, little endian, which is mapped into memory and not read: int length, JSON header,
 * numbers.
 *
 * @param data from its begin to its end
 */
record MappedFile<H>(H header, ByteBuffer data) {
    private static final int PAGE = 4096;
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(PAGE);

    /** @throws UncheckedIOException naming the file, if it cannot be read or is no such file */
    static <H> MappedFile<H> open(Path file, Class<H> type) {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            ByteBuffer all = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size())
                    .order(ByteOrder.LITTLE_ENDIAN);
            byte[] json = new byte[Math.max(0, Math.min(all.getInt(), all.remaining()))];
            all.get(json);
            H header = new Gson().fromJson(new String(json, StandardCharsets.UTF_8), type);
            if (header == null) {
                throw new IOException("no header");
            }
            return new MappedFile<>(header, all.slice().order(ByteOrder.LITTLE_ENDIAN));
        } catch (IOException e) {
            throw new UncheckedIOException(file + ": " + e.getMessage(), e);
        } catch (BufferUnderflowException | JsonParseException e) {
            throw new UncheckedIOException(file + ": damaged", new IOException(e));
        }
    }

    /**
     * Writes beside the file and renames: what exists is complete. Stretches of zeros become holes, which take no room on
     * the disk.
     *
     * @throws IOException naming the file
     */
    void save(Path file) throws IOException {
        Path fresh = file.resolveSibling(file.getFileName() + ".tmp");
        try {
            write(fresh);
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            Files.deleteIfExists(fresh);
            throw new IOException(file + ": cannot be written: " + e.getMessage(), e);
        }
    }

    private void write(Path file) throws IOException {
        byte[] json = new Gson().toJson(header).getBytes(StandardCharsets.UTF_8);
        try (FileChannel channel = FileChannel.open(
                file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            ByteBuffer start = ByteBuffer.allocate(4 + json.length).order(ByteOrder.LITTLE_ENDIAN);
            write(channel, start.putInt(json.length).put(json).flip(), 0);
            for (int at = 0; at < data.capacity(); at += PAGE) {
                int length = Math.min(PAGE, data.capacity() - at);
                boolean last = at + length == data.capacity();
                if (last || data.slice(at, length).mismatch(NOTHING.slice(0, length)) >= 0) {
                    write(channel, data.slice(at, length), start.limit() + at);
                }
            }
        }
    }

    private static void write(FileChannel channel, ByteBuffer bytes, long at) throws IOException {
        long end = at + bytes.remaining();
        while (bytes.hasRemaining()) {
            channel.write(bytes, end - bytes.remaining());
        }
    }
}
