package io.roomwise;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.GeneralCodingRules;
import java.util.Set;

/** The walls of the house. */
@AnalyzeClasses(
        packages = "io.roomwise",
        importOptions = {DoNotIncludeTests.class, HouseRulesTest.WithoutSystemTests.class})
class HouseRulesTest {
    /** What lies beside this test measures the house and is no part of it. */
    public static final class WithoutSystemTests implements ImportOption {
        @Override
        public boolean includes(Location location) {
            return !location.contains("/system-tests/");
        }
    }

    /** Scalar operations of DJL whose backward pass reads freed memory on the CPU. */
    private static final Set<String> UNSAFE_WITH_A_NUMBER = Set.of("mul", "muli", "div", "divi", "pow", "powi");

    @ArchTest
    static void enoughClassesWereAnalysed(JavaClasses classes) {
        assertThat(classes.size()).isGreaterThan(100);
    }

    @ArchTest
    static final ArchRule modulesDependUpstreamOnly = layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .layer("capture")
            .definedBy("io.roomwise.capture..")
            .layer("sync")
            .definedBy("io.roomwise.sync..")
            .layer("inference")
            .definedBy("io.roomwise.inference..")
            .layer("mqtt")
            .definedBy("io.roomwise.mqtt..")
            .layer("trainer")
            .definedBy("io.roomwise.trainer..")
            .layer("agent")
            .definedBy("io.roomwise.agent..")
            .whereLayer("agent")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("trainer")
            .mayOnlyBeAccessedByLayers("agent")
            .whereLayer("mqtt")
            .mayOnlyBeAccessedByLayers("agent")
            .whereLayer("inference")
            .mayOnlyBeAccessedByLayers("mqtt", "trainer", "agent")
            .whereLayer("sync")
            .mayOnlyBeAccessedByLayers("inference", "mqtt", "trainer", "agent");

    @ArchTest
    static final ArchRule modulesHaveNoCycles =
            slices().matching("io.roomwise.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule packagesHaveNoCycles =
            slices().matching("io.roomwise.(**)").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule onlyCaptureKnowsFfmpeg = vendor("capture", "org.bytedeco..");

    @ArchTest
    static final ArchRule onlySyncKnowsTheDisruptor = vendor("sync", "com.lmax..");

    @ArchTest
    static final ArchRule onlyMqttKnowsPaho = vendor("mqtt", "org.eclipse.paho..");

    @ArchTest
    static final ArchRule onlyInferenceKnowsOnnxRuntime = vendor("inference", "ai.onnxruntime..");

    @ArchTest
    static final ArchRule onlyNetworksKnowDjl = noClasses()
            .that()
            .resideOutsideOfPackages("io.roomwise.inference..", "io.roomwise.trainer..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("ai.djl..");

    @ArchTest
    static final ArchRule scalarsUnderAutogradAreSafe = noClasses()
            .that(resideInAnyPackage("io.roomwise.trainer..", "io.roomwise.inference.."))
            .should()
            .callMethodWhere(
                    describe("an NDArray is multiplied, divided or raised by a Number", HouseRulesTest::unsafe))
            .because("DJL frees the scalar before the backward pass reads it: gradients are silently wrong");

    @ArchTest
    static final ArchRule lossesAreOurOwn = noClasses()
            .that(resideInAnyPackage("io.roomwise.trainer..", "io.roomwise.inference.."))
            .should()
            .dependOnClassesThat(resideInAPackage("ai.djl.training.loss.."))
            .because("DJL's losses multiply by a Number");

    @ArchTest
    static final ArchRule noGrabBags =
            noClasses().should().haveNameMatching(".*(Util|Utils|Helper|Helpers|Common|Misc)");

    @ArchTest
    static final ArchRule standardStreamsBelongToTheCommandLine = noClasses()
            .that()
            .resideOutsideOfPackage("io.roomwise.agent..")
            .should(GeneralCodingRules.ACCESS_STANDARD_STREAMS);

    private static ArchRule vendor(String module, String library) {
        return noClasses()
                .that()
                .resideOutsideOfPackage("io.roomwise." + module + "..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage(library);
    }

    private static boolean unsafe(JavaMethodCall call) {
        var target = call.getTarget();
        return UNSAFE_WITH_A_NUMBER.contains(target.getName())
                && target.getOwner().getName().startsWith("ai.djl.")
                && target.getRawParameterTypes().stream().anyMatch(type -> type.isEquivalentTo(Number.class));
    }
}
