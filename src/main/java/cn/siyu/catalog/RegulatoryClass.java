package cn.siyu.catalog;

/** Goods that may not be promoted freely (L6). */
public enum RegulatoryClass {
    NONE,
    INFANT_FORMULA_0_12M,
    HEALTH_FOOD,
    SPECIAL_MEDICAL_FOOD,
    MEDICAL_DEVICE;

    public boolean promotable() {
        return this == NONE;
    }
}
