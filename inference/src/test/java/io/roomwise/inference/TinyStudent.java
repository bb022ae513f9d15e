package io.roomwise.inference;

import io.roomwise.inference.clip.ClipEncoder;
import io.roomwise.inference.clip.InputSpec;
import io.roomwise.inference.model.MultiViewSpec;
import io.roomwise.inference.model.MultiViewSpec.Kind;
import io.roomwise.inference.model.MultiViewSpec.Role;
import io.roomwise.inference.model.MultiViewStudent;
import io.roomwise.inference.model.MultiViewStudentSpec;
import io.roomwise.inference.model.PerceivingNetwork;
import io.roomwise.inference.model.Student;
import io.roomwise.inference.model.StudentArchitecture;
import io.roomwise.inference.model.StudentNetwork;
import io.roomwise.inference.model.StudentSpec;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A random student of two classes and six slots. */
final class TinyStudent {
    static final int FRAMES = 6;
    static final int DELAY = 2;
    static final StudentSpec SPEC = spec(2);
    static final InputSpec INPUT = new InputSpec(2.5, FRAMES, 2, 32, ClipEncoder.VERSION);

    static final StudentManifest MANIFEST = new StudentManifest(
            "tiny",
            "1",
            SPEC,
            new ActionClasses(List.of("sit_down", "fall")),
            INPUT,
            DELAY,
            List.of(new GateRule(0.6f, 0.4f, 2, 1, 3), new GateRule(0.5f, 0.5f, 1, 0, 0)),
            Map.of("event_f1", 0.5),
            new Provenance("agent trainer", 1, "random numbers", Map.of("djl", "0.35.1", "roomwise", "0.1.0")));

    private TinyStudent() {}

    static StudentSpec spec(int classes) {
        return new StudentSpec(
                StudentSpec.Encoder.CONVOLUTIONAL,
                32,
                ClipEncoder.GEOMETRY,
                4,
                16,
                classes,
                FRAMES,
                2,
                1,
                0.1,
                StudentSpec.Fusion.MAX);
    }

    /** A student of the paper on the same crops, for up to three views. */
    static MultiViewStudentSpec distilled(Kind backbone) {
        return new MultiViewStudentSpec(
                SPEC.crops(), new MultiViewSpec(Role.STUDENT, backbone, 3, FRAMES, SPEC.classes(), 24, 1, 4));
    }

    static Student create(StudentArchitecture architecture, long seed) {
        if (architecture instanceof MultiViewStudentSpec spec) {
            try (var encoder = StudentNetwork.create(SPEC, seed);
                    var distilled = PerceivingNetwork.create(spec.perception(), spec.network(), seed)) {
                return MultiViewStudent.of(encoder.encoder(), distilled);
            }
        }
        return StudentNetwork.create((StudentSpec) architecture, seed);
    }

    static void write(Path bundle, long seed) throws IOException {
        try (var network = StudentNetwork.create(SPEC, seed)) {
            ModelBundle.write(bundle, MANIFEST, network, Map.of("report.txt", "good".getBytes(StandardCharsets.UTF_8)));
        }
    }
}
