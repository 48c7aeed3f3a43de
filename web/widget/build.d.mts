/** The built loader. */
export declare function loader(): Promise<string>;
