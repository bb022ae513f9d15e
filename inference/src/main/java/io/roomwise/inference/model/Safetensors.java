package io.roomwise.inference.model;

import ai.djl.ndarray.types.Shape;
import com.google.gson.Gson;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The safetensors file format: eight bytes of header length, a JSON header of name, type, shape and offsets, then the
 * values, little endian. Reads F32, F16 and BF16, always as float32; writes F32, names sorted, the same bytes for the
 * same content.
 */
public final class Safetensors {
    /** The format's own limit. */
    private static final long LONGEST_HEADER = 100_000_000;

    private static final String METADATA = "__metadata__";

    private final Map<String, Tensor> tensors;
    private final Map<String, String> metadata;

    /** Values in row-major order. */
    public record Tensor(Shape shape, FloatBuffer values) {
        public Tensor {
            if (shape.size() != values.remaining()) {
                throw new IllegalArgumentException(
                        "tensor of shape " + shape + " with " + values.remaining() + " values");
            }
        }
    }

    public Safetensors(Map<String, Tensor> tensors, Map<String, String> metadata) {
        this.tensors = new LinkedHashMap<>(tensors);
        this.metadata = Map.copyOf(metadata);
    }

    /** In the order of the file. */
    public Map<String, Tensor> tensors() {
        return Map.copyOf(tensors);
    }

    public Map<String, String> metadata() {
        return metadata;
    }

    /** @throws ModelFileException naming the file, and the tensor where one is at fault */
    public static Safetensors read(Path file) {
        ByteBuffer bytes;
        try {
            bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        } catch (IOException e) {
            throw new ModelFileException(file, "cannot be read: " + e.getMessage());
        }
        if (bytes.remaining() < 8) {
            throw new ModelFileException(file, "is no safetensors file: " + bytes.remaining() + " bytes");
        }
        long length = bytes.getLong();
        if (length < 2 || length > LONGEST_HEADER || length > bytes.remaining()) {
            throw new ModelFileException(
                    file, "is cut short: its header takes " + length + " bytes of " + bytes.remaining());
        }
        JsonObject header = header(file, bytes.slice(8, (int) length));
        ByteBuffer data = bytes.slice(8 + (int) length, bytes.remaining() - (int) length);
        return parse(file, header, data.order(ByteOrder.LITTLE_ENDIAN));
    }

    private static JsonObject header(Path file, ByteBuffer json) {
        try {
            return JsonParser.parseString(StandardCharsets.UTF_8.decode(json).toString())
                    .getAsJsonObject();
        } catch (JsonParseException | IllegalStateException e) {
            throw new ModelFileException(file, "has a damaged header: " + e.getMessage());
        }
    }

    private static Safetensors parse(Path file, JsonObject header, ByteBuffer data) {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        Map<String, String> metadata = new TreeMap<>();
        List<Entry> entries = new ArrayList<>();
        for (Map.Entry<String, JsonElement> member : header.entrySet()) {
            try {
                if (member.getKey().equals(METADATA)) {
                    member.getValue()
                            .getAsJsonObject()
                            .entrySet()
                            .forEach(e -> metadata.put(e.getKey(), e.getValue().getAsString()));
                } else {
                    entries.add(Entry.of(member.getKey(), member.getValue().getAsJsonObject()));
                }
            } catch (RuntimeException e) { // gson reports a wrong kind of value by several unchecked exceptions
                throw new ModelFileException(file, "describes " + member.getKey() + " wrongly: " + e.getMessage());
            }
        }
        entries.sort(Comparator.comparingLong(Entry::begin).thenComparingLong(Entry::end));
        long expected = 0;
        for (Entry entry : entries) {
            entry.check(file, expected, data.capacity());
            expected = entry.end();
            tensors.put(entry.name(), entry.read(data));
        }
        if (expected != data.capacity()) {
            throw new ModelFileException(
                    file, "has " + data.capacity() + " bytes of values, its tensors take " + expected);
        }
        return new Safetensors(tensors, metadata);
    }

    /** Writes beside the file and renames, so that a reader never sees half a file. */
    public void write(Path file) throws IOException {
        JsonObject header = new JsonObject();
        if (!metadata.isEmpty()) {
            header.add(METADATA, new Gson().toJsonTree(new TreeMap<>(metadata)));
        }
        long at = 0;
        Map<String, Tensor> sorted = new TreeMap<>(tensors);
        for (Map.Entry<String, Tensor> entry : sorted.entrySet()) {
            long end = at + 4L * entry.getValue().values().remaining();
            header.add(
                    entry.getKey(),
                    new Entry(entry.getKey(), "F32", entry.getValue().shape(), at, end).json());
            at = end;
        }
        byte[] text = header.toString().getBytes(StandardCharsets.UTF_8);
        int padding = (8 - text.length % 8) % 8;
        Path fresh = file.resolveSibling(file.getFileName() + ".tmp");
        try (FileChannel channel = FileChannel.open(
                fresh, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            ByteBuffer start = ByteBuffer.allocate(8 + text.length + padding).order(ByteOrder.LITTLE_ENDIAN);
            start.putLong(text.length + padding)
                    .put(text)
                    .put(" ".repeat(padding).getBytes(StandardCharsets.UTF_8));
            writeFully(channel, start.flip());
            for (Tensor tensor : sorted.values()) {
                ByteBuffer values =
                        ByteBuffer.allocate(4 * tensor.values().remaining()).order(ByteOrder.LITTLE_ENDIAN);
                values.asFloatBuffer().put(tensor.values().duplicate());
                writeFully(channel, values);
            }
            channel.force(true);
        }
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static void writeFully(FileChannel channel, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    /** One tensor's line in the header; offsets count from the end of the header. */
    private record Entry(String name, String type, Shape shape, long begin, long end) {
        static Entry of(String name, JsonObject json) {
            long[] shape = new Gson().fromJson(json.get("shape"), long[].class);
            long[] offsets = new Gson().fromJson(json.get("data_offsets"), long[].class);
            if (offsets.length != 2 || Arrays.stream(shape).anyMatch(size -> size < 0)) {
                throw new IllegalArgumentException(json.toString());
            }
            return new Entry(name, json.get("dtype").getAsString(), new Shape(shape), offsets[0], offsets[1]);
        }

        JsonObject json() {
            JsonObject json = new JsonObject();
            json.addProperty("dtype", type);
            json.add("shape", new Gson().toJsonTree(shape.getShape()));
            json.add("data_offsets", new Gson().toJsonTree(new long[] {begin, end}));
            return json;
        }

        void check(Path file, long expectedBegin, long available) {
            int width = type.equals("F32") ? 4 : type.equals("F16") || type.equals("BF16") ? 2 : 0;
            if (width == 0) {
                throw new ModelFileException(file, "tensor " + name + " is of type " + type + ", not F32, F16 or BF16");
            }
            if (begin != expectedBegin) {
                throw new ModelFileException(
                        file, "tensor " + name + " begins at " + begin + " instead of " + expectedBegin);
            }
            if (end > available) {
                throw new ModelFileException(
                        file, "is cut short: tensor " + name + " ends at " + end + " of " + available + " bytes");
            }
            if (end - begin != width * shape.size()) {
                throw new ModelFileException(
                        file, "tensor " + name + " of shape " + shape + " takes " + (end - begin) + " bytes");
            }
        }

        Tensor read(ByteBuffer data) {
            ByteBuffer bytes = data.slice((int) begin, (int) (end - begin)).order(ByteOrder.LITTLE_ENDIAN);
            FloatBuffer values = ByteBuffer.allocateDirect(4 * (int) shape.size())
                    .order(ByteOrder.nativeOrder())
                    .asFloatBuffer();
            while (bytes.hasRemaining()) {
                values.put(
                        switch (type) {
                            case "F32" -> bytes.getFloat();
                            case "F16" -> HalfFloat.toFloat(bytes.getShort());
                            default -> Float.intBitsToFloat(bytes.getShort() << 16);
                        });
            }
            return new Tensor(shape, values.flip());
        }
    }
}
