package io.roomwise.inference;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Folder of a person detector: {@code model.yaml}, {@code person-detector.onnx}, {@code SHA256SUMS}. */
public final class DetectorBundle {
    static final String WEIGHTS = "person-detector.onnx";

    private DetectorBundle() {}

    /** Checks the whole folder but the network itself. */
    static DetectorManifest open(Path folder) {
        BundleFolder.verify(folder, List.of(BundleFolder.MANIFEST, WEIGHTS));
        try {
            return DetectorManifest.fromYaml(BundleFolder.readText(folder, BundleFolder.MANIFEST));
        } catch (IllegalArgumentException e) {
            throw new BundleException(folder, BundleFolder.MANIFEST, e);
        }
    }

    /** Replaces the folder as a whole. */
    public static void write(Path folder, DetectorManifest manifest, byte[] onnx) throws IOException {
        BundleFolder.write(folder, fresh -> {
            Files.writeString(fresh.resolve(BundleFolder.MANIFEST), manifest.toYaml());
            Files.write(fresh.resolve(WEIGHTS), onnx);
        });
    }
}
