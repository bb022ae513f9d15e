package io.roomwise.inference.model;

import ai.djl.ndarray.types.Shape;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Published weights of a {@link PatchTransformer}: a safetensors file with the names of timm, or of Hugging Face's ViT and
 * AST models, old or new. Heads are left out.
 */
final class TransformerFile {
    private static final Pattern OF_HEADS =
            Pattern.compile("(head|head_dist|fc_norm|pre_logits|classifier|pooler|lm_head|mask_token)\\b.*");

    /** In this order; what is left is ours. */
    private static final List<Rename> RENAMES = List.of(
            new Rename("^(vit|audio_spectrogram_transformer|model)\\.", ""),
            new Rename("^(embeddings\\.)?cls_token$", "token1"),
            new Rename("^(dist_token|embeddings\\.distillation_token)$", "token2"),
            new Rename("^(pos_embed|embeddings\\.position_embeddings)$", "positions"),
            new Rename("^(patch_embed\\.proj|embeddings\\.patch_embeddings\\.projection)\\.", "patch."),
            new Rename("^(blocks|layers|encoder\\.layer)\\.(\\d+)\\.", "block$2."),
            new Rename("\\.layernorm_before\\.", ".norm1."),
            new Rename("\\.layernorm_after\\.", ".norm2."),
            new Rename("^layernorm\\.", "norm."),
            new Rename("\\.attention\\.(attention\\.query|q_proj)\\.", ".attention.query."),
            new Rename("\\.attention\\.(attention\\.key|k_proj)\\.", ".attention.key."),
            new Rename("\\.attention\\.(attention\\.value|v_proj)\\.", ".attention.value."),
            new Rename("\\.(attention\\.output\\.dense|attention\\.o_proj|attn\\.proj)\\.", ".attention.out."),
            new Rename("\\.(mlp\\.fc1|intermediate\\.dense)\\.", ".wide."),
            new Rename("\\.(mlp\\.fc2|output\\.dense)\\.", ".narrow."));

    private TransformerFile() {}

    private record Rename(Pattern pattern, String replacement) {
        Rename(String pattern, String replacement) {
            this(Pattern.compile(pattern), replacement);
        }
    }

    /**
     * Reads the weights of one encoder.
     *
     * @param prefix of the encoder's own names
     * @return tensors by the encoder's names
     * @throws ModelFileException naming tensors that are not known
     */
    static Map<String, Safetensors.Tensor> read(Path file, String prefix) {
        Map<String, Safetensors.Tensor> own = new LinkedHashMap<>();
        Set<String> unknown = new TreeSet<>();
        Safetensors.read(file).tensors().forEach((theirs, tensor) -> {
            String name = rename(theirs);
            if (name.contains(".attn.qkv.")) {
                split(name, tensor).forEach((part, values) -> own.put(prefix + "." + part, values));
            } else if (name.matches("(token\\d|positions|(patch|norm|block\\d+\\..*)\\.(weight|bias))")) {
                own.put(prefix + "." + name, tensor);
            } else if (!OF_HEADS.matcher(name).matches()) {
                unknown.add(theirs);
            }
        });
        if (own.isEmpty() || !unknown.isEmpty()) {
            throw new ModelFileException(file, "is not of a vision or audio transformer: " + unknown);
        }
        return own;
    }

    private static String rename(String theirs) {
        String name = theirs;
        for (Rename rename : RENAMES) {
            name = rename.pattern().matcher(name).replaceFirst(rename.replacement());
        }
        // theirs are counted from 0
        var block = Pattern.compile("^block(\\d+)\\.(.*)$").matcher(name);
        return block.matches() ? "block" + (Integer.parseInt(block.group(1)) + 1) + "." + block.group(2) : name;
    }

    /** One matrix or bias for queries, keys and values, one below the other. */
    private static Map<String, Safetensors.Tensor> split(String name, Safetensors.Tensor joint) {
        long[] shape = joint.shape().getShape().clone();
        shape[0] /= 3;
        Shape part = new Shape(shape);
        int size = Math.toIntExact(part.size());
        Map<String, Safetensors.Tensor> parts = new LinkedHashMap<>();
        List<String> kinds = List.of("query", "key", "value");
        for (int i = 0; i < kinds.size(); i++) {
            FloatBuffer values = joint.values().slice(i * size, size);
            parts.put(name.replace("attn.qkv", "attention." + kinds.get(i)), new Safetensors.Tensor(part, values));
        }
        return parts;
    }
}
