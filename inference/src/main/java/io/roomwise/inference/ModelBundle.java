package io.roomwise.inference;

import io.roomwise.inference.model.ModelFileException;
import io.roomwise.inference.model.Student;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A trained student with all that is needed to serve it. On disk a folder, replaced as a whole:
 *
 * <pre>
 *  model.yaml            architecture, classes, input, gate, metrics, provenance
 *  student.safetensors   weights
 *  encoder.onnx          where people's crops are encoded by somebody else's network
 *  SHA256SUMS            of all other files, for sha256sum -c
 * </pre>
 */
public final class ModelBundle implements AutoCloseable {
    static final String WEIGHTS = "student.safetensors";

    private final StudentManifest manifest;
    private final Student network;

    private ModelBundle(StudentManifest manifest, Student network) {
        this.manifest = manifest;
        this.network = network;
    }

    /**
     * Checks and loads everything.
     *
     * @throws BundleException if anything is missing, changed, unknown or does not fit together
     */
    public static ModelBundle open(Path folder) {
        BundleFolder.verify(folder, List.of(BundleFolder.MANIFEST, WEIGHTS));
        StudentManifest manifest = manifest(folder);
        try {
            return new ModelBundle(manifest, manifest.student().open(folder.resolve(WEIGHTS)));
        } catch (ModelFileException e) {
            throw new BundleException(folder, WEIGHTS, e);
        }
    }

    /**
     * Replaces the folder as a whole; the old one stays until the new one is complete.
     *
     * @param attachments further files, such as a report, by name
     */
    public static void write(Path folder, StudentManifest manifest, Student network, Map<String, byte[]> attachments)
            throws IOException {
        if (!network.spec().equals(manifest.student())) {
            throw new IllegalArgumentException("manifest of " + manifest.student() + " for " + network.spec());
        }
        BundleFolder.write(folder, fresh -> {
            Files.writeString(fresh.resolve(BundleFolder.MANIFEST), manifest.toYaml());
            network.save(fresh.resolve(WEIGHTS));
            for (Map.Entry<String, byte[]> file : attachments.entrySet()) {
                Files.write(fresh.resolve(file.getKey()), file.getValue());
            }
        });
    }

    /**
     * What a folder holds, without loading it.
     *
     * @throws BundleException if it has no manifest that can be understood
     */
    public static StudentManifest manifest(Path folder) {
        try {
            return StudentManifest.fromYaml(BundleFolder.readText(folder, BundleFolder.MANIFEST));
        } catch (IllegalArgumentException e) {
            throw new BundleException(folder, BundleFolder.MANIFEST, e);
        }
    }

    /**
     * Tells one model from another, whatever they are called.
     *
     * @return eight hexadecimal digits that depend on all files of the bundle
     * @throws BundleException if it has no checksums
     */
    public static String fingerprint(Path folder) {
        return BundleFolder.fingerprint(folder);
    }

    /**
     * Loads a bundle to see that it works, then puts a copy of it in the place of what may be there.
     *
     * @throws BundleException if it cannot be used
     */
    public static void install(Path from, Path place) throws IOException {
        open(from).close();
        BundleFolder.write(place, fresh -> BundleFolder.copy(from, fresh));
    }

    public StudentManifest manifest() {
        return manifest;
    }

    /** Freed with the bundle. */
    public Student network() {
        return network;
    }

    @Override
    public void close() {
        network.close();
    }
}
