package io.roomwise.inference.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;

/** A learned token before the slots of a sequence. */
final class Tokens {
    private Tokens() {}

    /**
     * @param token [1, 1, D]
     * @param rows [n, T, D]
     * @return [n, 1 + T, D]
     */
    static NDArray prepend(NDArray token, NDArray rows) {
        NDArray ones = rows.getManager().ones(new Shape(rows.getShape().get(0), 1, 1), rows.getDataType());
        return ones.mul(token).concat(rows, 1);
    }

    /**
     * @param offset of keys, [n, 1, 1, T]
     * @return with that of the token, which is always seen, [n, 1, 1, 1 + T]
     */
    static NDArray alwaysSeen(NDArray offset) {
        NDManager scope = offset.getManager();
        return scope.zeros(new Shape(offset.getShape().get(0), 1, 1, 1), offset.getDataType())
                .concat(offset, 3);
    }

    /** Of constants [m, D] as many as there are rows, in the rows' scope. */
    static NDArray first(NDArray constants, NDArray rows) {
        return constants.get(
                rows.getManager(), new NDIndex(":" + rows.getShape().get(1)));
    }

    /** The token, [n, D]. */
    static NDArray token(NDArray tokenAndRows) {
        return tokenAndRows.get(":, 0");
    }

    /** [n, T, D]. */
    static NDArray rest(NDArray tokenAndRows) {
        return tokenAndRows.get(":, 1:");
    }
}
