package io.roomwise.trainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.roomwise.inference.model.MultiViewSpec.Kind;
import io.roomwise.trainer.method.DistillationMethod;
import io.roomwise.trainer.method.Supervision;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MethodTableTest {
    private static final MethodTable.Rows ROWS = new MethodTable.Rows(
            List.of(Kind.MULTI_ASL),
            List.of(Supervision.FRAMES, Supervision.SEQUENCES),
            List.of(DistillationMethod.STUDENT, DistillationMethod.CO_KD),
            List.of(1L, 2L));

    private final Path folder;
    private final MethodTable table;
    private final List<String> runs = new ArrayList<>();

    MethodTableTest(@TempDir Path folder) {
        this.folder = folder;
        table = new MethodTable(
                folder, ROWS, new MethodTable.Provenance("a box, 2 cores", "{java=17}", "agent trainer --compare"));
    }

    private void run(int cells) throws IOException {
        int[] left = {cells};
        table.run(DistillationChoices.standard(), (out, seed, choices, teacher) -> {
            if (left[0]-- == 0) {
                throw new IOException("killed");
            }
            runs.add(folder.relativize(out)
                    + teacher.map(path -> " < " + folder.relativize(path)).orElse(""));
            Map<String, Object> figures = Map.of("mAP_C", 50.0 + seed, "mAP_S", 40.5);
            return Map.of(choices.method().isStudents() ? "student" : "teacher", figures);
        });
    }

    @Test
    void eachCellIsARunAndStudentsOfABackboneAndSeedShareATeacher() throws Exception {
        run(100);
        assertThat(runs)
                .startsWith(
                        "multi_asl-1/student-frames",
                        "multi_asl-1/teacher",
                        "multi_asl-1/co_kd-frames < multi_asl-1/teacher/teacher.safetensors",
                        "multi_asl-1/student-sequences")
                .contains("multi_asl-2/co_kd-sequences < multi_asl-2/teacher/teacher.safetensors");
        List<String> lines = Files.readAllLines(table.csv());
        assertThat(lines).hasSize(1 + 8).first().isEqualTo(MethodTable.HEADER);
        assertThat(lines.get(1))
                .contains(",\"a box, 2 cores\",\"{java=17}\",\"agent trainer --compare\","
                        + "multi_asl,frames,student,1,100,,51.0,40.5,");
        assertThat(lines.get(2)).contains("multi_asl,frames,co_kd,1,100,51.0,51.0,40.5,");
    }

    @Test
    void aTableThatWasKilledGoesOnWithTheFirstCellThatIsMissing() throws Exception {
        assertThatThrownBy(() -> run(4)).hasMessage("killed");
        List<String> before = Files.readAllLines(table.csv());
        runs.clear();
        run(100);
        assertThat(runs).doesNotContain("multi_asl-1/student-frames").contains("multi_asl-1/teacher");
        assertThat(Files.readAllLines(table.csv()))
                .startsWith(before.toArray(String[]::new))
                .hasSize(1 + 8);
    }

    @Test
    void aTeachersMethodIsNoRow() {
        assertThatThrownBy(() -> new MethodTable.Rows(
                        List.of(Kind.MULTI_ASL),
                        List.of(Supervision.FRAMES),
                        List.of(DistillationMethod.TEACHER),
                        List.of(1L)))
                .hasMessage("methods must be students', not TEACHER");
    }
}
