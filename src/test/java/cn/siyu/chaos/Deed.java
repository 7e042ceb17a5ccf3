package cn.siyu.chaos;

import java.util.Optional;

/** What somebody did, for the script of a story, and the order that he has placed by it. */
record Deed(String said, Optional<Diary> placed) {

    static Deed of(String said) {
        return new Deed(said, Optional.empty());
    }
}
