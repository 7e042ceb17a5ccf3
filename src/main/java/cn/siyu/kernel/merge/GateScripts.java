package cn.siyu.kernel.merge;

/** What a gate asks of Redis, each in one step. */
final class GateScripts {

    private static final String RUN = """
        local run = string.match(redis.call('INFO', 'server'), 'run_id:(%x+)')
        """;

    /**
     * One number for each name: 1 may pass, 0 may not; or -1 alone, when this is not the gate that was made: Redis has started
     * anew (its last second may be missing), or forgotten it.
     */
    static final String ASK = RUN + """
        if redis.call('HGET', KEYS[1], 'run') ~= run then return {-1} end
        local left = redis.call('HGET', KEYS[1], 'left:' .. ARGV[1])
        local answers = {}
        if not left or tonumber(left) >= tonumber(ARGV[2]) then
            for i = 3, #ARGV do answers[i - 2] = 1 end
            return answers
        end
        return redis.call('SMISMEMBER', KEYS[2], unpack(ARGV, 3))\
        """;

    static final String KNOW = """
        redis.call('SADD', KEYS[1], unpack(ARGV, 2))
        redis.call('EXPIRE', KEYS[1], ARGV[1])
        return 1\
        """;

    /** Somebody begins to make the gate: whoever else was about to do so does not finish it. */
    static final String BEGIN = RUN + """
        redis.call('HSET', KEYS[1], 'making', run .. ':' .. ARGV[2])
        redis.call('EXPIRE', KEYS[1], ARGV[1])
        return 1\
        """;

    /** It stands, if Redis has not forgotten anything since it was begun. */
    static final String MAKE = RUN + """
        if redis.call('HGET', KEYS[1], 'making') ~= run .. ':' .. ARGV[2] then return 0 end
        redis.call('HDEL', KEYS[1], 'making')
        redis.call('HSET', KEYS[1], 'run', run)
        redis.call('EXPIRE', KEYS[1], ARGV[1])
        redis.call('EXPIRE', KEYS[2], ARGV[1])
        return 1\
        """;

    private GateScripts() {}
}
