package io.roomwise.agent;

import io.roomwise.inference.ActionClasses;
import io.roomwise.inference.DetectorBundle;
import io.roomwise.inference.DetectorLayout;
import io.roomwise.inference.DetectorManifest;
import io.roomwise.inference.GateRule;
import io.roomwise.inference.ModelBundle;
import io.roomwise.inference.Provenance;
import io.roomwise.inference.StudentManifest;
import io.roomwise.inference.clip.ClipEncoder;
import io.roomwise.inference.clip.InputSpec;
import io.roomwise.inference.model.MultiViewSpec;
import io.roomwise.inference.model.MultiViewSpec.Kind;
import io.roomwise.inference.model.MultiViewSpec.Role;
import io.roomwise.inference.model.MultiViewStudent;
import io.roomwise.inference.model.MultiViewStudentSpec;
import io.roomwise.inference.model.PerceivingNetwork;
import io.roomwise.inference.model.StudentArchitecture;
import io.roomwise.inference.model.StudentNetwork;
import io.roomwise.inference.model.StudentSpec;
import io.roomwise.trainer.onnx.OnnxGraph;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/** Models that load in no time: a detector that finds one person everywhere, and a random student. */
public final class TinyModels {
    private static final int FRAMES = 6;
    private static final ActionClasses TWO_ACTIONS = new ActionClasses(List.of("sit_down", "fall"));
    private static final Provenance PROVENANCE = new Provenance("a test", 1, "nothing", Map.of());

    private TinyModels() {}

    /** Writes {@code models/detector} and {@code models/student}, which knows two actions. */
    public static void write(Path home) throws IOException {
        write(home, TWO_ACTIONS);
    }

    /** Writes {@code models/detector} and {@code models/student}. */
    public static void write(Path home, ActionClasses classes) throws IOException {
        writeDetector(home);
        writeStudent(home.resolve("models/student"), 1, classes);
    }

    private static void writeDetector(Path home) throws IOException {
        OnnxGraph graph = new OnnxGraph();
        graph.input("images", 1, 3, "height", "width");
        float[] person = {8, 8, 40, 60, 0.9f, 0};
        String boxes = graph.floats(FloatBuffer.wrap(person), 1, 1, 6);
        String mean = graph.node("ReduceMean", List.of("images"), OnnxGraph.Attribute.of("keepdims", 0));
        String nothing = graph.node("Mul", List.of(mean, graph.number(0)));
        graph.node("Add", List.of(boxes, nothing), List.of("boxes"));
        graph.output("boxes", 1, 1, 6);
        Path onnx = home.resolve("detector.onnx");
        graph.write(onnx, Map.of());
        DetectorBundle.write(
                home.resolve("models/detector"),
                new DetectorManifest(
                        "tiny",
                        "1",
                        DetectorLayout.YOLOV10,
                        DetectorManifest.SIMULATED_HOMES,
                        0.5f,
                        64,
                        Map.of(),
                        PROVENANCE),
                Files.readAllBytes(onnx));
    }

    /** A student of two actions. */
    public static void writeStudent(Path folder, int seed) throws IOException {
        writeStudent(folder, seed, TWO_ACTIONS);
    }

    private static void writeStudent(Path folder, int seed, ActionClasses classes) throws IOException {
        StudentSpec spec = spec(classes);
        try (StudentNetwork network = StudentNetwork.create(spec, seed)) {
            ModelBundle.write(folder, manifest(spec, classes, "1"), network, Map.of());
        }
    }

    /** A student of two actions, version 2, for rooms with one camera. */
    public static void writeStudentOfOneView(Path folder) throws IOException {
        StudentSpec crops = spec(TWO_ACTIONS);
        var spec = new MultiViewStudentSpec(
                crops.crops(),
                new MultiViewSpec(Role.STUDENT, Kind.MULTI_TRANS, 1, FRAMES, TWO_ACTIONS.size(), 24, 1, 4));
        try (StudentNetwork encoder = StudentNetwork.create(crops, 1);
                PerceivingNetwork distilled = PerceivingNetwork.create(spec.perception(), spec.network(), 1);
                MultiViewStudent student = MultiViewStudent.of(encoder.encoder(), distilled)) {
            ModelBundle.write(folder, manifest(spec, TWO_ACTIONS, "2"), student, Map.of());
        }
    }

    private static StudentSpec spec(ActionClasses classes) {
        return new StudentSpec(
                StudentSpec.Encoder.CONVOLUTIONAL,
                32,
                ClipEncoder.GEOMETRY,
                4,
                16,
                classes.size(),
                FRAMES,
                2,
                1,
                0.1,
                StudentSpec.Fusion.MAX);
    }

    /** Any score is enough for its gate: all actions start with the first decided slot. */
    private static StudentManifest manifest(StudentArchitecture architecture, ActionClasses classes, String version) {
        GateRule always = new GateRule(1e-6f, 1e-6f, 1, 0, 0);
        return new StudentManifest(
                "tiny",
                version,
                architecture,
                classes,
                new InputSpec(2.5, FRAMES, 2, 32, ClipEncoder.VERSION),
                1,
                Collections.nCopies(classes.size(), always),
                Map.of(),
                PROVENANCE);
    }
}
