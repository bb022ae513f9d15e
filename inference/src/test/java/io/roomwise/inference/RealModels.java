package io.roomwise.inference;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.roomwise.capture.Picture;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;

/** Networks that others trained, photographs and sounds, where a machine has them. */
final class RealModels {
    private static final Path FOLDER = folder();

    private RealModels() {}

    private static Path folder() {
        String named = System.getProperty("roomwise.test.data", System.getenv("ROOMWISE_TEST_DATA"));
        return named != null ? Path.of(named) : upwards(Path.of("").toAbsolutePath());
    }

    private static Path upwards(Path from) {
        for (Path folder = from; folder != null; folder = folder.getParent()) {
            Path data = folder.resolve("../shared/data").normalize();
            if (Files.isDirectory(data)) {
                return data;
            }
        }
        return from;
    }

    /** A file; the test is skipped where there is none. */
    static Path file(String name) {
        Path file = FOLDER.resolve(name);
        assumeTrue(Files.exists(file), "not tested with real models: there is no " + file);
        return file;
    }

    static Picture picture(String name) throws IOException {
        BufferedImage image = ImageIO.read(file(name).toFile());
        ByteBuffer rgb = ByteBuffer.allocateDirect(3 * image.getWidth() * image.getHeight());
        for (int y = 0; y < image.getHeight(); y++) {
            for (int x = 0; x < image.getWidth(); x++) {
                int pixel = image.getRGB(x, y);
                rgb.put((byte) (pixel >> 16)).put((byte) (pixel >> 8)).put((byte) pixel);
            }
        }
        return new Picture(image.getWidth(), image.getHeight(), rgb.flip());
    }
}
