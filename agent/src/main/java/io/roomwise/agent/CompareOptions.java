package io.roomwise.agent;

import io.roomwise.inference.model.MultiViewSpec.Kind;
import io.roomwise.trainer.MethodTable;
import io.roomwise.trainer.method.DistillationMethod;
import io.roomwise.trainer.method.Supervision;
import java.util.List;
import picocli.CommandLine.Option;

/** Rows of a table. */
final class CompareOptions {
    @Option(names = "--methods", split = ",", paramLabel = "M", description = "default: STUDENT, CO_KD, VI_CO_KD")
    private List<DistillationMethod> methods =
            List.of(DistillationMethod.STUDENT, DistillationMethod.CO_KD, DistillationMethod.VI_CO_KD);

    @Option(names = "--backbones", split = ",", paramLabel = "B", description = "default: MULTI_ASL, MULTI_TSF")
    private List<Kind> backbones = List.of(Kind.MULTI_ASL, Kind.MULTI_TSF);

    @Option(names = "--supervisions", split = ",", paramLabel = "S", description = "default: both")
    private List<Supervision> supervisions = List.of(Supervision.FRAMES, Supervision.SEQUENCES);

    @Option(names = "--seeds", split = ",", paramLabel = "S", description = "default: 1, 2, 3")
    private List<Long> seeds = List.of(1L, 2L, 3L);

    MethodTable.Rows rows() {
        return new MethodTable.Rows(backbones, supervisions, methods, seeds);
    }
}
