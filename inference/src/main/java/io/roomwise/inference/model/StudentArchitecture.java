package io.roomwise.inference.model;

import java.nio.file.Path;
import java.util.Map;

/** The architecture of a student that can be served; part of the model bundle. */
public sealed interface StudentArchitecture permits StudentSpec, MultiViewStudentSpec {
    /** How a person's crop becomes a feature. */
    CropEncoderSpec crops();

    /** Number of action classes. */
    int classes();

    /** Longest window in slots. */
    int frames();

    /** Most views of a room. */
    int views();

    /** For the bundle. */
    Map<String, Object> toMap();

    /**
     * A network with the weights of a file, and with what lies beside it.
     *
     * @throws ModelFileException naming what does not fit
     */
    Student open(Path safetensors);

    /** Inverse of {@link #toMap}; numbers may be of any type. */
    static StudentArchitecture fromMap(Map<String, ?> map) {
        return map.containsKey("backbone") ? MultiViewStudentSpec.fromMap(map) : StudentSpec.fromMap(map);
    }
}
