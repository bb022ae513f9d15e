/**
 * Writes ONNX files.
 */
@NullMarked
package io.roomwise.trainer.onnx;

import org.jspecify.annotations.NullMarked;
