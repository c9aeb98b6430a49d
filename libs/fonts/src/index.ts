export * from './choices';
export * from './faces';
export * from './families';
export * from './files';
