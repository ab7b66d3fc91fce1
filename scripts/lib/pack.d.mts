// Types of pack.mjs for the tests.
export declare function serverNames(): string[];
export declare function packageFolder(path: string): string;
export declare function pack(path: string, into: string): string;
export declare function install(tarball: string, folder: string): { folder: string; bin: string };
