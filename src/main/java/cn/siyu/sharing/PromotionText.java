package cn.siyu.sharing;

import java.util.Map;
import java.util.Optional;

/** Whether words may be used to promote something (L6): share texts, names of activities, materials. */
public interface PromotionText {

    /** A word that must not be there, and what kind of claim it makes. */
    record Breach(String word, String kind) {}

    Optional<Breach> breach(String text);

    /** Fails with {@code PROMOTION_WORDING} that names each field with its word; the keys are the fields of the request. */
    void check(Map<String, String> texts);
}
