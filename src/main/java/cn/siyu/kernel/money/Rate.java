package cn.siyu.kernel.money;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** A share of a whole in basis points: 1 % is 100, the whole is {@value #WHOLE}. */
public record Rate(@JsonValue int basisPoints) {

    public static final int WHOLE = 10_000;

    public Rate {
        if (basisPoints < 0 || basisPoints > WHOLE) {
            throw new IllegalArgumentException("a rate is 0.." + WHOLE + " basis points, not " + basisPoints);
        }
    }

    @JsonCreator
    public static Rate ofBasisPoints(int basisPoints) {
        return new Rate(basisPoints);
    }
}
