/** The part of `wx` that the client uses, so that a test can bring its own. */
export interface Wx {
    request(options: {
        url: string;
        method: Method;
        header: Record<string, string>;
        data?: string;
        timeout: number;
        dataType: '其他';
        responseType: 'text';
        success(answer: { statusCode: number; header: Record<string, string>; data: string }): void;
        fail(cause: { errMsg: string }): void;
    }): unknown;
    login(options: { success(answer: { code: string }): void; fail(cause: { errMsg: string }): void }): void;
    getStorageSync(key: string): unknown;
    setStorageSync(key: string, value: unknown): void;
    removeStorageSync(key: string): void;
}

/** What `wx.request` can send; there is no PATCH. */
export type Method = 'GET' | 'PUT' | 'POST' | 'DELETE';
