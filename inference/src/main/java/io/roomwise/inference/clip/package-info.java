/**
 * Pixels and sound to tensors: one definition for training and serving.
 */
@NullMarked
package io.roomwise.inference.clip;

import org.jspecify.annotations.NullMarked;
